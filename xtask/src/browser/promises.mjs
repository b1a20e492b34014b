// What a reader is promised, tried in JupyterLab with the real kernel. Prints one JSON object a line, as python/front.py does:
// {"promise": "...", "kept": true or false, "seen": "..."}.

import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { JupyterLab, percent, pictures, text, until } from './jupyterlab.mjs';

const IMAGES = 8_000;
const EPOCHS = 12;
/** Far more than a slow machine needs. */
const TOUR_MINUTES = 30;
const TRAINING = 'train(&mut cnn, &data,';
/** How long an epoch takes here; known once a training has ended. */
let secondsAnEpoch = 1;

const { values: options } = parseArgs({
  options: { url: { type: 'string' }, browser: { type: 'string' }, project: { type: 'string' }, folder: { type: 'string' }, pictures: { type: 'string' } },
});

function say(promise, kept, seen = '') {
  const told = typeof seen === 'string' ? seen : JSON.stringify(seen);
  console.log(JSON.stringify({ promise, kept: Boolean(kept), seen: (told ?? '').slice(0, 1500) }));
}

/** The same promise, broken when it is not kept in time: a page that waits for an answer would wait for ever. */
function within(minutes, promise) {
  const late = new Promise((_, broken) => {
    setTimeout(() => broken(new Error(`not at its end after ${minutes} minutes`)), minutes * 60_000).unref();
  });
  return Promise.race([promise, late]);
}

/** Copies of the notebooks to practise on; the lesson that trains gets fewer images. */
function practice() {
  const lessons = fs.readdirSync(path.join(options.project, 'notebooks')).filter(name => /^0[1-7]_.*\.ipynb$/.test(name)).sort();
  for (const name of lessons) {
    fs.copyFileSync(path.join(options.project, 'notebooks', name), path.join(options.project, options.folder, name));
  }
  fs.cpSync(path.join(options.project, 'notebooks', 'gambar'), path.join(options.project, options.folder, 'gambar'), { recursive: true });
  const lesson = lessons.find(name => name.startsWith('04_'));
  const notebook = JSON.parse(fs.readFileSync(path.join(options.project, 'notebooks', lesson), 'utf8'));
  const source = cell => [cell.source].flat().join('');
  const edit = (cell, from, to) => {
    const before = source(cell);
    cell.source = before.replace(from, to);
    return cell.source !== before;
  };
  let edited = 0;
  for (const cell of notebook.cells.filter(cell => cell.cell_type === 'code')) {
    edited += edit(cell, /(let data: FashionMnist = FashionMnist::load\(.*\)\?);/, `$1.with_train_images(${IMAGES})?;`);
    if (source(cell).includes(TRAINING)) edited += edit(cell, /epochs: \d+/, `epochs: ${EPOCHS}`);
  }
  if (edited !== 2) throw new Error(`${lesson}: the data or the number of epochs is written otherwise than expected (${edited})`);
  const names = [lesson, lesson.replace('04_', '04b_')];
  for (const name of names) {
    fs.writeFileSync(path.join(options.project, options.folder, name), JSON.stringify(notebook, null, 1));
  }
  const inFolder = name => `${options.folder}/${name}`;
  return { lesson: inFolder(names[0]), second: inFolder(names[1]), others: lessons.filter(name => name !== lesson).map(inFolder) };
}

/** Writes as many epochs into the cell that trains as take about this long here, and gives their number. */
async function lasting(lab, place, seconds) {
  const epochs = Math.max(EPOCHS, Math.ceil(seconds / secondsAnEpoch));
  await lab.edit(place, /epochs: \d+/, `epochs: ${epochs}`);
  return epochs;
}

/** Lesson 4 from its first cell to its last. */
async function wholeLesson(lab, lesson) {
  await lab.open(lesson);
  const menus = await lab.menus();
  say('the menus speak Indonesian', menus.join() === 'Berkas,Sunting,Tampilan,Jalankan,Kernel,Tab,Pengaturan,Bantuan', menus);
  await lab.restartAndRunAll();
  const place = await lab.find(TRAINING);
  const outputs = async () => (await lab.cells())[place].outputs;
  await until(async () => percent(await outputs()) !== undefined, 300);
  await lab.select(place);
  await lab.picture('pelatihan-awal');
  const first = percent(await outputs());
  const moved = await until(async () => percent(await outputs()) >= 45, 300);
  await lab.picture('pelatihan-tengah');
  // Found and measured in one go: the next update puts another bar in its place.
  const width = await lab.page.evaluate(() => {
    const bar = document.querySelector('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-OutputArea [role="progressbar"] > div');
    return bar ? bar.getBoundingClientRect().width / bar.parentElement.getBoundingClientRect().width : 0;
  });
  const curves = await lab.page.locator('svg[aria-label="Kurva loss dan akurasi"] polyline').count();
  say('in the middle of a training the bar has moved and the chart is drawn', moved && first < 45 && width > 0.4 && curves >= 4, { first, width, curves });
  const began = Date.now();
  const cell = await lab.finished(place);
  secondsAnEpoch = Math.max(0.05, (Date.now() - began) / 1000 / (EPOCHS / 2));
  await lab.select(place);
  await lab.picture('pelatihan-akhir');
  say('at the end the panel is a finished picture, with the run time below it',
    percent(cell.outputs) === undefined && pictures(cell.outputs) === 1 && text(cell.outputs).includes(`Pelatihan selesai: ${EPOCHS} epoch`)
    && cell.outputs.at(-1).metadata.belajar_cnn?.seconds > 0, cell.outputs.map(output => Object.keys(output.data ?? output)));
  const last = (await lab.cells()).findLastIndex(cell => cell.kind === 'code');
  await until(async () => { const cell = (await lab.cells())[last]; return cell.count !== null && !cell.running; }, 300);
  const wrong = (await lab.cells()).filter(cell => cell.kind === 'code' && (cell.count === null || cell.outputs.some(output => output.output_type === 'error') && !cell.source.includes('raises')));
  say('all cells of lesson 4 have run', wrong.length === 0, wrong.map(cell => cell.source));
  await lab.save();
  const saved = JSON.parse(fs.readFileSync(path.join(options.project, lesson), 'utf8')).cells[place].outputs;
  say('the saved file holds the summary', pictures(saved) === 1 && text(saved).includes('val_akurasi'), text(saved));
}

/** A page that is loaded again in the middle of a training. */
async function reloaded(lab) {
  const place = await lab.find(TRAINING);
  const next = await lab.find('plot::', place);
  const epochs = await lasting(lab, place, 40);
  await lab.run(place);
  await until(async () => percent((await lab.cells())[place].outputs) >= 5);
  await lab.save();
  await lab.reload();
  const state = await lab.kernelState();
  say('after loading the page again the kernel is shown at work', state === 'busy', state);
  await lab.select(place);
  await until(async () => (await lab.page.locator('text=Tidak ada kabar baru').first().evaluate(note => note.parentElement.parentElement.getBoundingClientRect().height)) > 0, 20);
  const height = await lab.page.locator('text=Tidak ada kabar baru').first().evaluate(note => note.parentElement.parentElement.getBoundingClientRect().height);
  await lab.picture('muat-ulang-panel-diam');
  say('the panel of the saved page says that it stands still and that the training goes on', height > 10, height);
  await lab.run(next);
  await until(async () => percent((await lab.cells())[next].outputs) !== undefined, 15);
  const one = percent((await lab.cells())[next].outputs);
  await lab.select(next);
  await lab.picture('muat-ulang-sel-berikutnya');
  const moves = await until(async () => percent((await lab.cells())[next].outputs) > one, 60);
  say('the next cell shows the training as it goes on', moves, { one });
  const cell = await lab.finished(next);
  await lab.select(next);
  await lab.picture('muat-ulang-akhir');
  say('then the result, and then what the cell itself shows',
    pictures(cell.outputs) === 2 && text(cell.outputs).includes(`Pelatihan selesai: ${epochs} epoch`) && !cell.outputs.some(output => output.output_type === 'error'),
    text(cell.outputs));
}

/** The button Stop: once, then twice. */
async function stopped(lab) {
  const place = await lab.find(TRAINING);
  const next = await lab.find('plot::', place);
  await lab.run(place);
  await until(async () => percent((await lab.cells())[place].outputs) >= 10);
  await lab.press('interrupt');
  const cell = await lab.finished(place, 30);
  await lab.run(next);
  const plot = await lab.finished(next, 60);
  await lab.select(place);
  await lab.picture('berhenti-lembut');
  say('Stop pressed once: training ends, and the next cell plots the history so far',
    !cell.running && text(cell.outputs).includes('Pelatihan dihentikan pada epoch') && !cell.outputs.some(output => output.output_type === 'error')
    && pictures(plot.outputs) === 1 && plot.count === cell.count + 1, [text(cell.outputs), text(plot.outputs)]);
  // Long steps: the second press must come before the training has ended of itself.
  await lab.edit(place, /epochs: \d+/, `epochs: 100, batch_size: ${IMAGES}`);
  await lab.run(place);
  await until(async () => percent((await lab.cells())[place].outputs) >= 1);
  await lab.press('interrupt');
  await lab.press('interrupt');
  const killed = await lab.finished(place, 30);
  const error = killed.outputs.find(output => output.output_type === 'error');
  await lab.select(place);
  await lab.picture('berhenti-paksa');
  say('Stop pressed twice: says what was lost', error?.ename === 'Dihentikan' && error.evalue.includes('Semua variabel hilang: `data`'), error ?? text(killed.outputs));
  const beginning = await lab.find(':dep fmnist_lib');
  await lab.run(beginning);
  const ready = await lab.finished(beginning, 120);
  say('and the kernel is ready again', ready.count > killed.count && !ready.outputs.some(output => output.output_type === 'error'), ready.outputs);
}

/** Two notebooks train at once, while seven are open. */
async function seven(lab, { lesson, second, others }) {
  await lab.open(lesson);
  for (const file of [second, ...others.slice(0, 5)]) await lab.openBeside(file);
  const kernels = await lab.page.evaluate(() => [...window.jupyterapp.serviceManager.kernels.running()].length);
  say('seven notebooks are open, each with its kernel', kernels === 7, kernels);
  const places = {};
  const epochs = {};
  for (const file of [lesson, second]) {
    await lab.show(file);
    places[file] = await lab.find(TRAINING);
    epochs[file] = await lasting(lab, places[file], 20);
    await lab.select(places[file] + 1);
    await lab.command('notebook:run-all-above');
  }
  const both = async () => Promise.all([lesson, second].map(async file => percent((await lab.cells(file))[places[file]].outputs)));
  const together = await until(async () => (await both()).every(percent => percent !== undefined && percent < 80), 420);
  const before = await both();
  const move = await until(async () => (await both()).every((percent, index) => percent === undefined || percent > before[index]), 120);
  await lab.picture('tujuh-terbuka');
  say('two trainings show their progress at the same time', together && move, { before });
  const ends = [];
  for (const file of [lesson, second]) {
    const told = text((await lab.finished(places[file], 420, file)).outputs);
    ends.push([told.includes(`Pelatihan selesai: ${epochs[file]} epoch`), told]);
  }
  say('and both end well', ends.every(([well]) => well), ends);
  await lab.shutDownKernels();
}

async function tour(lab, files) {
  await wholeLesson(lab, files.lesson);
  await reloaded(lab);
  await stopped(lab);
  await lab.shutDownKernels();
  await seven(lab, files);
  say('the browser reports no errors', lab.errors.length === 0, lab.errors);
}

const files = practice();
const lab = await JupyterLab.start(options);
try {
  await within(TOUR_MINUTES, tour(lab, files));
} catch (error) {
  await lab.picture('gagal').catch(() => {});
  say('the tour of the browser comes to its end', false, String(error.stack ?? error));
} finally {
  await lab.close();
}
