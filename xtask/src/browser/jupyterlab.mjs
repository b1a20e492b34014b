// JupyterLab: a page of it in a real browser, and what a reader does there. What cells hold is read from JupyterLab's own model (it keeps only the
// cells in view in the page); what is clicked and seen is the page itself.

import { chromium } from 'playwright-core';
import path from 'node:path';

const sleep = milliseconds => new Promise(done => setTimeout(done, milliseconds));

/** Asks until the answer is true; gives whether that came in time. */
export async function until(condition, seconds = 300) {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    if (await condition()) return true;
    await sleep(200);
  }
  return false;
}

export class JupyterLab {
  /** `url` with its token; pictures go to the folder `pictures`. */
  static async start({ url, browser, pictures }) {
    const lab = new JupyterLab();
    lab.address = new URL(url);
    lab.pictures = pictures;
    lab.errors = [];
    lab.browser = await chromium.launch({
      executablePath: browser,
      // Without a sandbox, as containers and CI need it; only our own server on this machine is visited.
      args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    });
    lab.page = await lab.browser.newPage({ viewport: { width: 1280, height: 900 } });
    lab.page.on('console', message => message.type() === 'error' && lab.errors.push(message.text()));
    lab.page.on('pageerror', error => lab.errors.push(String(error)));
    lab.page.on('dialog', dialog => dialog.accept());
    return lab;
  }

  /** Opens a notebook in a workspace of its own: the reader's is left as it is. */
  async open(file) {
    const { origin, searchParams } = this.address;
    await this.page.goto(`${origin}/lab/workspaces/uji/tree/${file}?token=${searchParams.get('token')}&reset`);
    await this.ready();
  }

  /** Loads the page again. */
  async reload() {
    await this.page.reload();
    await this.ready();
  }

  /** Opens one more notebook beside those that are open. */
  async openBeside(file) {
    await this.page.evaluate(async path => {
      // What the command gives back, a widget, cannot leave the page.
      await window.jupyterapp.commands.execute('docmanager:open', { path });
    }, file);
    await this.ready();
  }

  /** Waits until the notebook in front and its kernel answer. */
  async ready() {
    await this.page.waitForSelector('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell', { timeout: 120_000 });
    await this.page.evaluate(async () => {
      const panel = window.jupyterapp.shell.currentWidget;
      await panel.context.ready;
      await panel.sessionContext.ready;
      await panel.sessionContext.session?.kernel?.info;
    });
  }

  /** Brings an open notebook to the front. */
  async show(file) {
    await this.page.evaluate(path => {
      const { shell } = window.jupyterapp;
      for (const widget of shell.widgets('main')) {
        if (widget.context?.path === path) shell.activateById(widget.id);
      }
    }, file);
    await this.ready();
  }

  /** The names of the menus, as a reader sees them. */
  async menus() {
    const names = this.page.locator('#jp-MainMenu .lm-MenuBar-itemLabel');
    await names.first().waitFor();
    return names.allTextContents();
  }

  /** One of JupyterLab's own commands, as its menus call them. */
  async command(name) {
    await this.page.evaluate(name => void window.jupyterapp.commands.execute(name), name);
  }

  /** All cells of the notebook `file`, or of the one in front. */
  async cells(file) {
    return this.page.evaluate(path => {
      const { shell } = window.jupyterapp;
      const panel = path ? [...shell.widgets('main')].find(widget => widget.context?.path === path) : shell.currentWidget;
      return panel.content.widgets.map(({ model }) => ({
        kind: model.type,
        source: model.sharedModel.getSource(),
        count: model.executionCount ?? null,
        running: model.executionState === 'running',
        outputs: model.outputs?.toJSON() ?? [],
      }));
    }, file);
  }

  /** The place of the first code cell that holds this text, or of the next behind `after`. */
  async find(text, after = -1) {
    const cells = await this.cells();
    return cells.findIndex((cell, place) => place > after && cell.kind === 'code' && cell.source.includes(text));
  }

  /** Puts the cell at this place before the reader's eyes and makes it the active one. */
  async select(place) {
    await this.page.evaluate(async place => {
      const notebook = window.jupyterapp.shell.currentWidget.content;
      notebook.deselectAll();
      notebook.activeCellIndex = place;
      await notebook.scrollToItem(place, 'start');
    }, place);
    await sleep(300);
  }

  /** Writes something else in a cell, as a reader who changes a hyperparameter. */
  async edit(place, from, to) {
    await this.page.evaluate(([place, from, to]) => {
      const { sharedModel } = window.jupyterapp.shell.currentWidget.content.widgets[place].model;
      sharedModel.setSource(sharedModel.getSource().replace(from, to));
    }, [place, from, to]);
  }

  /** Runs the cell at this place, without waiting for its end. */
  async run(place) {
    await this.select(place);
    await this.command('notebook:run-cell');
    await until(async () => (await this.cells())[place].running, 10);
  }

  /** Waits for the end of a cell and gives it. */
  async finished(place, seconds = 300, file = undefined) {
    await until(async () => !(await this.cells(file))[place].running, seconds);
    return (await this.cells(file))[place];
  }

  /** A click on a button of the notebook's toolbar. */
  async press(name) {
    await this.page.click(`.jp-NotebookPanel:not(.lm-mod-hidden) [data-jp-item-name="${name}"] jp-button`);
  }

  /** The toolbar's "restart the kernel and run all cells", with its question answered. */
  async restartAndRunAll() {
    await this.press('restart-and-run');
    await this.page.click('.jp-Dialog .jp-mod-accept');
  }

  /** Time in which the reader reads. */
  async pause(seconds) {
    await sleep(seconds * 1000);
  }

  async save() {
    // JupyterLab's own autosave in the same second makes it ask whether to overwrite the file; nobody else is here to answer.
    const overwrite = this.page.locator('.jp-Dialog button.jp-mod-warn').last();
    overwrite.click({ timeout: 5_000 }).catch(() => {});
    await this.page.evaluate(() => window.jupyterapp.shell.currentWidget.context.save());
  }

  /** What the kernel's sign in the toolbar tells. */
  async kernelState() {
    return this.page.evaluate(() => window.jupyterapp.shell.currentWidget.sessionContext.kernelDisplayStatus);
  }

  /** A picture of the page as it is. */
  async picture(name) {
    await this.page.screenshot({ path: path.join(this.pictures, `${name}.png`) });
  }

  async shutDownKernels() {
    await this.page.evaluate(() => window.jupyterapp.serviceManager.sessions.shutdownAll());
  }

  async close() {
    await this.browser.close();
  }
}

/** The percentage that a training's panel in these outputs shows, if one is there. */
export function percent(outputs) {
  const html = outputs.map(output => [output.data?.['text/html'] ?? ''].flat().join('')).find(html => html.includes('role="progressbar"'));
  const found = html?.match(/aria-valuenow="(\d+)"/);
  return found ? Number(found[1]) : undefined;
}

/** All that outputs say as text. */
export function text(outputs) {
  return outputs.map(output => [output.text ?? '', output.data?.['text/plain'] ?? '', output.evalue ?? ''].flat(2).join('')).join('\n');
}

/** How many pictures are among the outputs. */
export function pictures(outputs) {
  return outputs.filter(output => Object.keys(output.data ?? {}).some(kind => kind.startsWith('image/'))).length;
}
