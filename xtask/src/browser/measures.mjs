// How quick JupyterLab with the real kernel is for a reader. Prints one JSON object a line: {"figure": "...", "unit": "...", "values": [...]}.

import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { JupyterLab, until } from './jupyterlab.mjs';

const { values: options } = parseArgs({
  options: { url: { type: 'string' }, browser: { type: 'string' }, project: { type: 'string' }, folder: { type: 'string' }, pictures: { type: 'string' }, rounds: { type: 'string' } },
});

const FIRST = ':dep fmnist_lib = { path = "../fmnist_lib" }\nuse fmnist_lib::prelude::*;';
/** Tells progress as a training does, by the same lines, and when each was printed. */
const STEPS = 60;
const TELLING = `let nonce: String = std::env::var("FMNIST_PROGRESS_NONCE")?;
let mut printed: Vec<u128> = Vec::new();
for step in 1..=${STEPS} {
    std::thread::sleep(std::time::Duration::from_millis(250));
    printed.push(std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?.as_millis());
    println!("\\u{1e}fmnist-progress:{nonce}:{{\\"v\\":1,\\"run\\":1,\\"kind\\":\\"step\\",\\"epoch\\":1,\\"epochs\\":1,\\"step\\":{step},\\"steps\\":${STEPS + 1},\\"loss\\":0.5,\\"accuracy\\":0.5}}");
}
println!("{printed:?}");`;

const tell = (figure, unit, values) => console.log(JSON.stringify({ figure, unit, values }));
const file = `${options.folder}/ukuran.ipynb`;
const cells = [FIRST, TELLING].map((source, index) => ({ cell_type: 'code', id: `sel-${index}`, metadata: {}, source, outputs: [], execution_count: null }));
const metadata = { kernelspec: { name: 'belajar-cnn-rust', display_name: 'Rust (Belajar CNN)', language: 'rust' } };
fs.writeFileSync(path.join(options.project, file), JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata, cells }));

const lab = await JupyterLab.start(options);
const loaded = [];
for (let round = 0; round < Number(options.rounds); round++) {
  const begin = Date.now();
  await lab.open(file);
  await lab.run(0);
  await until(async () => (await lab.cells())[0].count !== null, 120);
  loaded.push((Date.now() - begin) / 1000);
  await lab.shutDownKernels();
}
tell('alamat JupyterLab dibuka di peramban sampai luaran sel pertama', 'detik', loaded);

// What a reader does in the JupyterLab that `lab` has opened: from the start page to a lesson, and its first cell as soon as it is there.
const starts = [];
for (let round = 0; round < Number(options.rounds); round++) {
  await lab.open('notebooks/00_mulai.ipynb');
  await lab.pause(5);
  const begin = Date.now();
  await lab.openBeside(file);
  await lab.run(0);
  await until(async () => (await lab.cells())[0].count !== null, 120);
  starts.push((Date.now() - begin) / 1000);
  if (round + 1 < Number(options.rounds)) await lab.shutDownKernels();
}
tell('buku catatan dibuka di JupyterLab sampai luaran sel pertama', 'detik', starts);

await lab.page.evaluate(() => {
  window.seen = {};
  new MutationObserver(() => {
    const step = /langkah (\d+) dari/.exec(document.querySelector('.jp-NotebookPanel:not(.lm-mod-hidden)')?.innerText ?? '')?.[1];
    if (step) window.seen[step] ??= Date.now();
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
});
await lab.run(1);
const { outputs } = await lab.finished(1, 120);
const printed = JSON.parse(/\[[\d, ]+\]/.exec(outputs.map(output => [output.text ?? ''].flat().join('')).join(''))[0]);
const seen = await lab.page.evaluate(() => window.seen);
tell('kabar kemajuan dicetak sampai tampak di halaman', 'detik', printed.map((time, index) => (seen[index + 1] - time) / 1000).filter(Number.isFinite));
await lab.shutDownKernels();
await lab.close();
