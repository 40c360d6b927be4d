/**
 * What the page remembers in this browser: the user's own choices, no secrets. Where storing is forbidden it forgets.
 *
 * @typedef {'name' | 'camera' | 'microphone' | 'cameraOn' | 'microphoneOn' | 'shortcuts'} Key
 */

/** @param {Key} key */
export function recall(key) {
  try {
    return localStorage.getItem(`meshless.${key}`);
  } catch {
    return null;
  }
}

/**
 * @param {Key} key
 * @param {string | null} value null: forget
 */
export function remember(key, value) {
  try {
    if (value === null) localStorage.removeItem(`meshless.${key}`);
    else localStorage.setItem(`meshless.${key}`, value);
  } catch {
    // Private windows: the choice holds until the page is closed.
  }
}
