import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { defineConfig } from 'vite';
import { leanMantine } from './lean-mantine.mjs';

const TEXT = /\.(?:js|css|html|svg|json)$/;
/** Bytes below which a packed copy is not worth a file. */
const SMALL = 1024;

/** Packed copies beside the files, so that the manager has nothing to pack while it answers. */
function packed() {
  return {
    name: 'packed',
    apply: 'build',
    writeBundle({ dir }) {
      for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !TEXT.test(entry.name)) continue;
        const file = path.join(entry.parentPath, entry.name);
        const content = readFileSync(file);
        if (content.length < SMALL) continue;
        // Seconds of a build, once, for a tenth of each first visit.
        const params = {
          [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
          [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
        };
        writeFileSync(`${file}.br`, brotliCompressSync(content, { params }));
        writeFileSync(`${file}.gz`, gzipSync(content, { level: constants.Z_BEST_COMPRESSION }));
      }
    },
  };
}

export default defineConfig({
  root: path.join(import.meta.dirname, 'app'),
  base: '/',
  build: {
    outDir: path.join(import.meta.dirname, 'dist/app'),
    emptyOutDir: true,
    target: 'es2022',
    reportCompressedSize: false,
    // The layout of the graph is one large file, loaded when a graph is looked at.
    chunkSizeWarningLimit: 2000,
    assetsInlineLimit: 0,
    rolldownOptions: {
      // Libraries for servers that draw pages mark what runs in browsers; here everything does.
      onwarn(warning, warn) {
        // A busy machine makes every build slow.
        if (!['MODULE_LEVEL_DIRECTIVE', 'PLUGIN_TIMINGS'].includes(warning.code)) warn(warning);
      },
    },
  },
  plugins: [leanMantine(), packed()],
  server: { proxy: { '/api': { target: 'http://localhost:8642', ws: true } } },
});
