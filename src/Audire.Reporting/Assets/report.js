'use strict';
// Sorts tables, filters items, and joins waveform and spectrogram to the browser's own player. Pages are whole without it.
// What was chosen lives in the part of the address behind '#', so that it survives reloading and can be sent to others.

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const state = new URLSearchParams(location.hash.includes('=') ? location.hash.slice(1) : '');
const keep = () => {
  const text = state.toString();
  history.replaceState(null, '', text || location.hash ? '#' + text : location.href);
  for (const link of all('.pager a')) link.hash = text;
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

// Filtering: answers by system and verdict, cards by group.
const form = document.querySelector('.filters');
function filter() {
  const { system, wrong } = form.elements;
  const groups = all('select[name^="g."]', form).filter(s => s.value).map(s => `${s.name.slice(2)}=${s.value}`);
  let shown = 0;
  for (const item of all('.item')) {
    const own = item.dataset.groups.split('\n');
    const answers = all('.answer', item);
    for (const answer of answers) answer.hidden = system.value !== '' && answer.dataset.system !== system.value || wrong.checked && answer.dataset.verdict === 'right';
    item.hidden = !groups.every(group => own.includes(group)) || answers.every(answer => answer.hidden);
    if (!item.hidden) shown++;
  }
  form.querySelector('output').textContent = `${shown} of ${all('.item').length} on this page`;
}
if (form) {
  form.hidden = false;
  for (const input of form.elements) if (input.name && state.has(input.name)) input.type === 'checkbox' ? input.checked = true : input.value = state.get(input.name);
  form.addEventListener('change', () => {
    for (const input of form.elements) {
      if (!input.name) continue;
      const value = input.type === 'checkbox' ? (input.checked ? '1' : '') : input.value;
      value ? state.set(input.name, value) : state.delete(input.name);
    }
    keep();
    filter();
  });
  filter();
  keep();
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
