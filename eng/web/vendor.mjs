// Copies what reports carry from node_modules into the library, unchanged: the classic build (a page opened from the
// file system may not load modules) and its licence.
import { copyFileSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const target = `${here}../../src/Audire.Reporting/Assets/vendor/`;
const files = {
  'wavesurfer.js/dist/wavesurfer.min.js': 'wavesurfer.min.js',
  'wavesurfer.js/LICENSE': 'wavesurfer.LICENSE.txt',
};

mkdirSync(target, { recursive: true });
for (const [from, to] of Object.entries(files)) copyFileSync(`${here}node_modules/${from}`, target + to);
console.log(`copied ${Object.keys(files).length} files to ${target}`);
