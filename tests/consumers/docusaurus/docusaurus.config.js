export default {
  title: 'Docusaurus',
  url: 'https://your-site.example',
  baseUrl: '/',
  favicon: 'data:,',
  onBrokenLinks: 'throw',
  presets: [['classic', { docs: false, blog: false }]],
};
