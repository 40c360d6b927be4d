/** The longest name, in UTF-16 units. */
const MOST_UNITS = 120;

/** Names that mean devices where files of them are saved. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * A stranger's file name made harmless: no folders, nothing invisible or that changes the direction of text, nothing hidden, nothing
 * a file system takes for something else.
 *
 * @param {unknown} name
 */
export function safeFileName(name) {
  const last = typeof name === 'string' ? (name.slice(-2_000).split(/[/\\]/).at(-1) ?? '') : '';
  const clean = last
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffd]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/gu, ' ')
    .replace(/^[.\s]+|[.\s]+$/gu, '');
  const short = shortened(clean);
  if (!short) return 'file';
  return DEVICES.test(short) ? `_${short}` : short;
}

/**
 * Cuts from the middle: what a file is stands at the end of its name.
 *
 * @param {string} name
 */
function shortened(name) {
  if (name.length <= MOST_UNITS) return name;
  const extension = /\.[^.]{1,16}$/u.exec(name)?.[0] ?? '';
  const start = name.slice(0, MOST_UNITS - extension.length - 1).replace(/\p{Cs}/gu, '');
  return `${start}…${extension}`;
}
