/**
 * Whether RTP timestamp `a` is at or after `b`, both 0…2³²−1 and wrapping: true for the half of the circle that follows `b`.
 *
 * @param {number} a
 * @param {number} b
 */
export function atOrAfter(a, b) {
  return ((a - b) >>> 0) < 0x80000000;
}
