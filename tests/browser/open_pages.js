/* Opens pages in Chromium as a reader does, and says what is wrong with them, one fault a line.
 *
 *   NODE_PATH=.../node_modules node open_pages.js CHROMIUM FOLDER PAGE...
 *
 * Of each page: nothing on the console, no request but for the page itself, no fault that axe-core sees, no wider than
 * the window at the width of a phone and of a laptop.  FOLDER receives NAME.txt (its text), NAME.html (its DOM),
 * NAME.pdf (A4) and, with SCREENSHOTS=1, NAME-phone.png and NAME-laptop.png, to be looked at.  NAME is the page's path, its slashes as dashes. */
'use strict';
const fs = require('fs');
const path = require('path');
const { pathToFileURL } = require('url');
const { chromium } = require('playwright-core');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const widths = { phone: { width: 375, height: 812 }, laptop: { width: 1280, height: 800 } };
let faults = 0;

function fault(page, words) {
  faults += 1;
  console.log(`${page}: ${words}`);
}

async function checkAccessibility(tab, page, width) {
  await tab.evaluate(axe); // by the debugger: the page's own policy forbids scripts, and stays in force
  const result = await tab.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  for (const violation of result.violations) {
    const node = violation.nodes[0];
    fault(page, `${width}: axe ${violation.id} (${violation.impact}): ${violation.help}; ` +
                `${violation.nodes.length} times, first ${node.target.join(' ')}`);
  }
}

async function openAt(browser, page, width, out) {
  const address = pathToFileURL(path.resolve(page)).href;
  const context = await browser.newContext({ viewport: widths[width], deviceScaleFactor: width === 'phone' ? 2 : 1 });
  const tab = await context.newPage();
  tab.on('console', (message) => fault(page, `${width}: console: ${message.text()}`));
  tab.on('pageerror', (error) => fault(page, `${width}: error: ${error.message}`));
  tab.on('dialog', (dialog) => { fault(page, `${width}: dialog: ${dialog.message()}`); dialog.dismiss(); });
  tab.on('request', (request) => {
    const own = request.url().split('#')[0] === address || request.url().startsWith('data:');
    if (!own) fault(page, `${width}: request: ${request.url()}`);
  });
  await tab.goto(address, { waitUntil: 'load' });
  const wide = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) fault(page, `${width}: ${wide} pixels wider than the window`);
  if (process.env.SCREENSHOTS) await tab.screenshot({ path: `${out}-${width}.png`, fullPage: true });
  if (width === 'laptop') {
    fs.writeFileSync(`${out}.txt`, await tab.evaluate(() => document.body.innerText));
    fs.writeFileSync(`${out}.html`, await tab.content());
    await tab.pdf({ path: `${out}.pdf`, preferCSSPageSize: true });
  }
  await checkAccessibility(tab, page, width);
  await context.close();
}

async function main([program, folder, ...pages]) {
  const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-gpu'] });
  for (const page of pages) {
    const out = path.join(folder, page.replace(/^[./]+/, '').replace(/\.html$/, '').replace(/\//g, '-'));
    for (const width of Object.keys(widths)) await openAt(browser, page, width, out);
  }
  await browser.close();
}

main(process.argv.slice(2)).then(() => process.exit(faults > 0 ? 1 : 0), (error) => {
  console.error(error);
  process.exit(2);
});
