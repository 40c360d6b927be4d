/** So many are called by their names. */
const NAMED = 2;
/** What happens together is told together. */
const TOGETHER_MS = 600;

/**
 * @param {string[]} names
 * @param {string} one what is said of one: `is here`
 * @param {string} several the same of several
 */
export function sentence(names, one, several) {
  const [first = '', ...rest] = names;
  if (rest.length === 0) return `${first} ${one}.`;
  const more = names.length - NAMED;
  if (more <= 0) return `${first} and ${rest[0]} ${several}.`;
  return `${names.slice(0, NAMED).join(', ')} and ${more === 1 ? 'one more' : `${more} more`} ${several}.`;
}

/** Tells who came and who went, without telling each of a crowd. */
export class Comings {
  /** @type {Map<string, {names: string[], several: string}>} by what is said of one */ #news = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  #tell;

  /**
   * @param {(message: string) => void} tell
   * @param {AbortSignal} signal
   */
  constructor(tell, signal) {
    this.#tell = tell;
    signal.addEventListener('abort', () => clearTimeout(this.#timer));
  }

  /** @param {string} name */
  came(name) {
    this.#add(name, 'is here', 'are here');
  }

  /**
   * @param {string} name
   * @param {boolean} lost not of their own will
   */
  went(name, lost) {
    if (lost) this.#add(name, 'has lost the connection', 'have lost the connection');
    else this.#add(name, 'has left', 'have left');
  }

  /**
   * @param {string} name
   * @param {string} one
   * @param {string} several
   */
  #add(name, one, several) {
    const news = this.#news.get(one) ?? {names: [], several};
    news.names.push(name);
    this.#news.set(one, news);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      for (const [said, {names, several: ofSeveral}] of this.#news) this.#tell(sentence(names, said, ofSeveral));
      this.#news.clear();
    }, TOGETHER_MS);
  }
}
