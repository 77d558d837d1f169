import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

// The server beside which `npm run dev` works; the built page is served by `zhucun serve` itself.
const server = process.env.ZHUCUN_URL ?? 'http://127.0.0.1:8320';

export default defineConfig({
  plugins: [vue()],
  build: {
    target: 'chrome87',
    cssTarget: 'chrome87',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rollupOptions: {
      output: {
        // Libraries change more rarely than our own pages, so browsers keep them.
        manualChunks(id) {
          if (id.includes('/node_modules/echarts/') || id.includes('/node_modules/zrender/'))
            return 'charts';
          if (id.includes('/node_modules/')) return 'library';
          return undefined;
        },
      },
    },
  },
  server: { proxy: { '/v1': server } },
});
