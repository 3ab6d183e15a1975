// Why other routes run than the files say.

import {$, text, attr} from './dom.js';
import {count} from './format.js';

export function showFiles(s) {
  const {instead, refused} = s.files;
  const band = $('files');
  band.hidden = instead == null;
  attr(band, 'data-tone', refused.length > 0 ? 'bad' : 'warn');
  text($('files-why'), instead == null ? '' : instead[0].toUpperCase() + instead.slice(1) + '.');
  text($('files-first'), refused[0]);
  $('files-first').hidden = refused.length === 0;
  text($('files-more'), refused.length > 1 ? `and ${count(refused.length - 1, 'more problem')}; the log has all` : '');
}
