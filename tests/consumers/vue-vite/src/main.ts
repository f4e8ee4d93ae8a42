import 'attention-lens/attn-lens';
import { createApp } from 'vue';
import App from './App.vue';

createApp(App).mount('#root');
