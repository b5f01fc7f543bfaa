'use strict';
// Sorts tables, filters items, and joins waveform and spectrogram to the browser's own player. Pages are whole without it.
// What was chosen lives in the part of the address behind '#', so that it survives reloading and can be sent to others.

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const state = new URLSearchParams(location.hash.includes('=') ? location.hash.slice(1) : '');
const keep = () => {
  const text = state.toString();
  history.replaceState(null, '', text || location.hash ? '#' + text : location.href);
  for (const link of all('.pager a')) link.hash = new URLSearchParams([...state].filter(([name]) => name !== 'item')).toString();
};

// Sorting: a click on a column's head; undefined values stay last in both directions.
const number = text => parseFloat(text.replace(/\u2212/g, '-').replace(/\u202f/g, ''));
const key = cell => {
  const text = (cell.dataset.value ?? cell.textContent).trim();
  const value = number(text);
  return text === '' || text === '–' ? null : Number.isNaN(value) ? text.toLowerCase() : value;
};
const compare = (a, b) => typeof a === typeof b ? (a < b ? -1 : a > b ? 1 : 0) : typeof a === 'number' ? -1 : 1;
function sort(table, column, direction) {
  const body = table.tBodies[0];
  const rows = [...body.rows].map(row => [key(row.cells[column]), row]);
  rows.sort(([a], [b]) => a === null || b === null ? (a === null) - (b === null) : direction * compare(a, b));
  body.append(...rows.map(([, row]) => row));
  all('thead th', table).forEach((head, i) => {
    if (i === column) head.setAttribute('aria-sort', direction > 0 ? 'ascending' : 'descending');
    else head.removeAttribute('aria-sort');
  });
}
all('table[data-sortable]').forEach((table, place) => {
  all('thead th:not(.plot)', table).forEach(head => {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => {
      const direction = head.getAttribute('aria-sort') === 'ascending' ? -1 : 1;
      sort(table, head.cellIndex, direction);
      state.set('sort' + place, head.cellIndex * direction || (direction > 0 ? '0' : '-0'));
      keep();
    });
  });
  const chosen = state.get('sort' + place);
  const column = Math.abs(Number(chosen));
  if (chosen && column < table.tHead.rows[0].cells.length) sort(table, column, chosen.startsWith('-') ? -1 : 1);
});

// Filtering: answers by system and verdict, cards by group. An index of the whole report stands beside the pages, so that what is chosen is counted
// and found on all of them.
const index = globalThis.audireItems;
const form = document.querySelector('.filters');
const chosenGroups = () => all('select[name^="g."]', form).filter(s => s.value).map(s => [s.name.slice(2), s.value]);
const fits = ([, id, reference, groups, verdicts], query) => {
  const asked = query.system < 0 ? verdicts : verdicts[query.system];
  return /[^-]/.test(asked) && (!query.wrong || /[^-r]/.test(asked)) && query.groups.every(([group, value]) => groups[group] === value)
    && (!query.find || `${id}\n${reference}`.toLowerCase().includes(query.find));
};
const query = () => ({
  system: index.systems.indexOf(form.elements.system.value), wrong: form.elements.wrong.checked, groups: chosenGroups(),
  find: form.elements.find?.value.trim().toLowerCase(),
});
const pageOf = (scenario, place) => {
  const page = Math.floor(place / scenario.pageSize) + 1;
  return page === 1 ? `items-${scenario.slug}.html` : `items-${scenario.slug}-${page}.html`;
};

function filter() {
  const { system, wrong } = form.elements;
  const groups = chosenGroups().map(([group, value]) => `${group}=${value}`);
  let shown = 0;
  for (const item of all('.item')) {
    const own = item.dataset.groups.split('\n');
    const answers = all('.answer', item);
    for (const answer of answers) answer.hidden = system.value !== '' && answer.dataset.system !== system.value || wrong.checked && answer.dataset.verdict === 'right';
    item.hidden = !groups.every(group => own.includes(group)) || answers.every(answer => answer.hidden);
    if (!item.hidden) shown++;
  }
  form.querySelector('output').textContent = `${shown} of ${all('.item').length} on this page`;
  const scenario = index?.scenarios.find(({ slug }) => slug === form.dataset.scenario);
  const elsewhere = form.querySelector('.elsewhere');
  if (!scenario || !elsewhere) return;
  const wanted = query();
  const found = scenario.items.map((item, place) => fits(item, wanted) ? pageOf(scenario, place) : null).filter(page => page);
  elsewhere.textContent = `${found.length} of ${scenario.items.length} on all pages`;
  elsewhere.href = `items.html#${new URLSearchParams([['scenario', scenario.slug], ...[...state].filter(([name]) => name !== 'item')])}`;
  elsewhere.hidden = false;
  for (const link of all('.pager a')) {
    const there = found.filter(page => link.pathname.endsWith(`/${page}`)).length;
    link.classList.toggle('nothing', there === 0);
    link.title = `${there} found on this page`;
  }
}

// The list of everything: rows are made of text alone, and no more of them than are looked at.
const step = 200;
const marks = { r: ['✓', 'right'], w: ['✗', 'not right'], g: ['≈', 'graded'], f: ['!', 'failed'], u: ['?', 'not scored'], '-': ['', ''] };
let most = step;
const element = (name, text, properties = {}) => Object.assign(document.createElement(name), { textContent: text }, properties);
function row(scenario, item, place) {
  const link = element('a', item[1], { href: `${pageOf(scenario, place)}#${new URLSearchParams([...[...state].filter(([name]) => name !== 'scenario' && name !== 'find'), ['item', item[0]]])}` });
  const line = document.createElement('tr');
  const head = element('th', '', { scope: 'row' });
  head.append(link);
  line.append(head, element('td', scenario.title), element('td', item[2], { dir: 'auto' }));
  for (const letter of item[4]) line.append(element('td', marks[letter][0], { title: marks[letter][1], className: `mark ${letter}` }));
  return line;
}
function offerGroups() {
  const { scenario } = form.elements;
  const values = new Map();
  for (const { slug, items } of index.scenarios) {
    if (slug !== scenario.value) continue;
    for (const [, , , groups] of items) for (const [group, value] of Object.entries(groups)) values.set(group, (values.get(group) ?? new Set()).add(value));
  }
  form.querySelector('.groups').replaceChildren(...[...values].filter(([, set]) => set.size > 1 && set.size <= 40).sort(([a], [b]) => a < b ? -1 : 1).map(([group, set]) => {
    const choice = element('select', '', { name: `g.${group}` });
    choice.append(new Option('all', ''), ...[...set].sort().map(value => new Option(value)));
    const label = element('label', `${group} `);
    label.append(choice);
    return label;
  }));
}
function list() {
  const wanted = query();
  const found = index.scenarios.filter(({ slug }) => !form.elements.scenario.value || slug === form.elements.scenario.value)
    .flatMap(scenario => scenario.items.map((item, place) => [scenario, item, place]).filter(([, item]) => fits(item, wanted)));
  document.querySelector('.found tbody').replaceChildren(...found.slice(0, most).map(entry => row(...entry)));
  const total = index.scenarios.reduce((sum, { items }) => sum + items.length, 0);
  form.querySelector('output').textContent = `${found.length} of ${total}${found.length > most ? `, the first ${most} shown` : ''}`;
  document.querySelector('.more').hidden = found.length <= most;
}

const fill = () => {
  for (const input of form.elements) if (input.name && state.has(input.name)) input.type === 'checkbox' ? input.checked = true : input.value = state.get(input.name);
};
if (form && (index || !form.matches('.everything'))) {
  const everything = form.matches('.everything');
  const show = everything ? list : filter;
  form.hidden = false;
  fill();
  if (everything) {
    offerGroups();
    fill();
    document.querySelector('.more').addEventListener('click', () => { most += step; list(); });
    form.addEventListener('submit', event => event.preventDefault());
  }
  form.addEventListener(everything ? 'input' : 'change', event => {
    if (event.target.name === 'scenario') {
      for (const name of [...state.keys()]) if (name.startsWith('g.')) state.delete(name);
      offerGroups();
    }
    most = step;
    state.delete('item');
    for (const input of form.elements) {
      if (!input.name) continue;
      const value = input.type === 'checkbox' ? (input.checked ? '1' : '') : input.value;
      value ? state.set(input.name, value) : state.delete(input.name);
    }
    keep();
    show();
  });
  show();
  keep();
  const sought = state.has('item') && document.getElementById(state.get('item'));
  if (sought) {
    sought.hidden = false;
    sought.classList.add('sought');
    sought.scrollIntoView();
  }
}

// Sound: the outline is computed beforehand and written into the page, so nothing is fetched or decoded to draw it.
const colours = () => {
  const style = getComputedStyle(document.documentElement);
  return { waveColor: style.getPropertyValue('--wave').trim(), progressColor: style.getPropertyValue('--played').trim() };
};
const waves = [];
function draw(figure) {
  const audio = figure.querySelector('audio');
  const container = figure.querySelector('.wave');
  const peaks = container.dataset.peaks.split(';').map(side => side.split(',').map(v => v / 100));
  container.replaceChildren();
  const wave = WaveSurfer.create({ container, media: audio, peaks, duration: Number(container.dataset.seconds), height: 56, cursorWidth: 1, ...colours() });
  const line = figure.querySelector('.playhead line');
  const mel = figure.querySelector('.mel');
  wave.on('timeupdate', seconds => {
    const share = `${100 * seconds / wave.getDuration()}%`;
    line?.setAttribute('x1', share);
    line?.setAttribute('x2', share);
    figure.classList.add('playing');
  });
  mel?.addEventListener('click', event => wave.seekTo(event.offsetX / mel.clientWidth));
  audio.addEventListener('play', () => all('audio').forEach(other => other === audio || other.pause()));
  waves.push(wave);
}
const sounds = all('.sound').filter(figure => figure.querySelector('.wave[data-peaks*=","]'));
if (sounds.length && globalThis.WaveSurfer) {
  const seen = new IntersectionObserver(entries => entries.filter(e => e.isIntersecting).forEach(e => { seen.unobserve(e.target); draw(e.target); }), { rootMargin: '400px' });
  for (const figure of sounds) seen.observe(figure);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => waves.forEach(wave => wave.setOptions(colours())));
}
