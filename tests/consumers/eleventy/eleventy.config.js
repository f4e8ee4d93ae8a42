export default function (config) {
  config.addPassthroughCopy({ 'pages/main.js': 'main.js' });
}
