/** How often to look at the clock, and how much later than that it has to be before the machine must have slept. */
const EVERY_MS = 2_000;
const SLEPT_MS = 10_000;

/**
 * Notices that the machine was asleep, or the page frozen, or the network another one: whatever may have killed a connection without
 * anybody being told.
 *
 * @param {() => void} woke
 * @param {AbortSignal} signal
 */
export function watchWaking(woke, signal) {
  let last = Date.now();
  const timer = setInterval(() => {
    const now = Date.now();
    if (now - last > EVERY_MS + SLEPT_MS) woke();
    last = now;
  }, EVERY_MS);
  signal.addEventListener('abort', () => clearInterval(timer));
  addEventListener('online', woke, {signal});
  addEventListener('pageshow', ({persisted}) => persisted && woke(), {signal});
  // Page Lifecycle: what was frozen goes on.
  document.addEventListener('resume', woke, {signal});
}
