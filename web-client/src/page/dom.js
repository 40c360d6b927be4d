/**
 * @typedef {Node | string | number | null | undefined | false} Child nothing is made of null, undefined and false
 * @typedef {Record<string, unknown>} Props `on…`: listeners (options as `[listener, options]`); `class`, `aria-…`, `data-…`, `for`, …:
 *     attributes, left out when null, undefined or false; other names that the element has as a property are set as such
 */

/**
 * Makes an element.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Props} [props]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) assign(element, name, value);
  append(element, children);
  return element;
}

/**
 * @param {Element} element
 * @param {Child[]} children
 */
export function append(element, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : String(child));
  }
}

/**
 * Sets or removes an attribute, and leaves it alone where nothing changes, so that nobody is told of it.
 *
 * @param {Element} element
 * @param {string} name
 * @param {string | number | boolean | null | undefined} value true: present and empty
 */
export function attribute(element, name, value) {
  const next = value === true ? '' : value === false || value === null || value === undefined ? null : String(value);
  if (element.getAttribute(name) === next) return;
  if (next === null) element.removeAttribute(name);
  else element.setAttribute(name, next);
}

/**
 * Sets the text of an element, and leaves it alone where nothing changes.
 *
 * @param {Element} element
 * @param {string} value
 */
export function text(element, value) {
  if (element.textContent !== value) element.textContent = value;
}

/**
 * Puts children into this order, moving as few as possible: one that went elsewhere is taken out of the way of those that stayed.
 *
 * @param {HTMLElement} parent
 * @param {HTMLElement[]} children all of them
 */
export function order(parent, children) {
  children.forEach((child, i) => {
    const now = parent.children[i];
    if (now === child) return;
    if (now && parent.children[i + 1] === child) parent.append(now);
    else parent.insertBefore(child, now ?? null);
  });
}

/**
 * @param {HTMLElement} element
 * @param {string} name
 * @param {unknown} value
 */
function assign(element, name, value) {
  if (name.startsWith('on')) {
    const type = name.slice(2).toLowerCase();
    const [listener, options] = Array.isArray(value) ? value : [value, undefined];
    element.addEventListener(type, listener, options);
  } else if (name.includes('-') || !(name in element)) {
    const isAria = name.startsWith('aria-') && typeof value === 'boolean';
    attribute(element, name === 'class' ? 'class' : name, isAria ? String(value) : /** @type {any} */ (value));
  } else if (value !== undefined) {
    /** @type {any} */ (element)[name] = value;
  }
}
