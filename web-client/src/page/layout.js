/**
 * @typedef {{x: number, y: number, width: number, height: number}} Box in CSS pixels
 * @typedef {{width: number, height: number}} Area
 */

/** Tiles are never wider than a usual camera's picture; how much narrower they may get costs that picture its sides. */
const WIDEST = 16 / 9;

/**
 * Places tiles of one size in rows so that they are as large as can be. A last row that is not full is centred.
 *
 * @param {number} count
 * @param {Area} area
 * @param {number} gap between tiles
 * @returns {Box[]}
 */
export function grid(count, area, gap) {
  if (count === 0) return [];
  const narrowest = area.width >= area.height ? 4 / 3 : 4 / 5;
  let best = {columns: 1, width: 0, height: 0};
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const cell = {
      width: (area.width - gap * (columns - 1)) / columns,
      height: (area.height - gap * (rows - 1)) / rows,
    };
    if (cell.width <= 0 || cell.height <= 0) continue;
    const tile = {
      width: Math.min(cell.width, cell.height * WIDEST),
      height: Math.min(cell.height, cell.width / narrowest),
    };
    if (tile.width * tile.height > best.width * best.height * 1.001) best = {columns, ...tile};
  }
  const {columns, width, height} = best;
  const rows = Math.ceil(count / columns);
  const top = (area.height - rows * height - (rows - 1) * gap) / 2;
  return Array.from({length: count}, (_, i) => {
    const row = Math.floor(i / columns);
    const inRow = Math.min(columns, count - row * columns);
    const left = (area.width - inRow * width - (inRow - 1) * gap) / 2;
    return {x: left + (i - row * columns) * (width + gap), y: top + row * (height + gap), width, height};
  });
}

/**
 * Two people: the other one as large as can be, oneself small in a corner. In an upright window this suits upright pictures only.
 *
 * @param {Area} area
 * @param {number} margin of the small one from the corner
 * @returns {{other: Box, self: Box}}
 */
export function duo(area, margin) {
  const landscape = area.width >= area.height;
  const width = landscape ? Math.min(area.width, area.height * WIDEST) : area.width;
  const height = landscape ? Math.min(area.height, area.width / (4 / 3)) : area.height;
  const other = {x: (area.width - width) / 2, y: (area.height - height) / 2, width, height};
  const selfWidth = landscape ? Math.min(280, Math.max(140, width * 0.2)) : Math.min(150, Math.max(96, width * 0.3));
  const selfHeight = landscape ? (selfWidth * 9) / 16 : (selfWidth * 4) / 3;
  const self = {
    x: other.x + width - selfWidth - margin,
    y: other.y + height - selfHeight - margin,
    width: selfWidth,
    height: selfHeight,
  };
  return {other, self};
}

/** A picture loses at most this share of itself to fill its tile; beyond that it is shown whole, with space around it. */
const MOST_CROPPED = 0.56;

/**
 * @param {Area} picture
 * @param {Area} tile
 * @returns {'cover' | 'contain'} for `object-fit`
 */
export function fit(picture, tile) {
  if (!(picture.width > 0 && picture.height > 0 && tile.width > 0 && tile.height > 0)) return 'cover';
  const [a, b] = [picture.width / picture.height, tile.width / tile.height];
  return 1 - Math.min(a, b) / Math.max(a, b) <= MOST_CROPPED ? 'cover' : 'contain';
}
