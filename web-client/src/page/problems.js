/**
 * What can go wrong, in words for people: what happened, and what they can do about it.
 *
 * @typedef {object} Problem
 * @property {string} code for `data-error`
 * @property {string} title what happened
 * @property {string} advice what to do next
 *
 * @typedef {'camera' | 'microphone' | 'devices'} Device devices: both
 */

const NAMES = {camera: 'camera', microphone: 'microphone', devices: 'camera and microphone'};

/**
 * Why getUserMedia failed.
 *
 * @param {unknown} error
 * @param {Device} device
 * @returns {Problem}
 */
export function deviceProblem(error, device) {
  const name = NAMES[device];
  const several = device === 'devices';
  switch (error instanceof Error || error instanceof DOMException ? error.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return {
        code: `${device}-refused`,
        title: `Your browser does not let this page use your ${name}.`,
        advice:
          'Allow it with the icon at the left of the address bar, and see that your system’s privacy settings allow it for this ' +
          'browser. Then try again. You can also go in without.',
      };
    case 'NotFoundError':
      return {
        code: `${device}-missing`,
        title: several ? 'No camera and no microphone were found.' : `No ${name} was found.`,
        advice: 'Plug one in or switch it on, then try again. You can also go in without: you will still see and hear everybody.',
      };
    case 'NotReadableError':
    case 'AbortError':
      return {
        code: `${device}-in-use`,
        title: `Your ${name} cannot be started.`,
        advice: `Another program or tab is probably using ${several ? 'them' : 'it'}. Close that one, then try again.`,
      };
    case 'OverconstrainedError':
      return {
        code: `${device}-unsuitable`,
        title: `The ${name} you chose last time cannot be used now.`,
        advice: 'Choose another one, then try again.',
      };
    default:
      return {
        code: `${device}-failed`,
        title: `Your ${name} could not be started.`,
        advice: 'Unplug it and plug it in again, or restart the browser, then try again. You can also go in without.',
      };
  }
}

/**
 * A device that was working went away.
 *
 * @param {'camera' | 'microphone'} device
 * @returns {Problem}
 */
export function deviceLost(device) {
  return {
    code: `${device}-lost`,
    title: `Your ${device} was disconnected.`,
    advice: device === 'camera' ? 'Plug it in again and press “Start camera”.' : 'Plug it in again and press “Unmute”.',
  };
}

/** Browsers hand out cameras on https: and on this very machine only. */
export function insecureContext() {
  return {
    code: 'insecure-context',
    title: 'This address is not secure, so the browser hides your camera and microphone from it.',
    advice: 'Open the page by https://, or on the machine it runs on as http://localhost. Whoever runs this server can turn https on.',
  };
}

/** @returns {Problem} */
export function unsupportedBrowser() {
  return {
    code: 'unsupported-browser',
    title: 'This browser cannot make video calls.',
    advice: 'Update it, or open this page in a current Chrome, Edge, Firefox or Safari.',
  };
}

/**
 * Why joining, staying or sending failed.
 *
 * @param {unknown} error with a code, see MeshlessError
 * @returns {Problem}
 */
export function roomProblem(error) {
  const code = /** @type {{code?: unknown}} */ (error ?? {}).code;
  const message = error instanceof Error ? error.message : '';
  const known = typeof code === 'string' ? ROOM_PROBLEMS[code] : undefined;
  if (known) return {code: String(code), ...known};
  return {
    code: typeof code === 'string' ? code : 'unknown',
    title: message || 'Something went wrong.',
    advice: 'Try again. If it happens again, tell whoever runs this server.',
  };
}

/** @type {Record<string, {title: string, advice: string}>} */
const ROOM_PROBLEMS = {
  unreachable: {
    title: 'The server does not answer.',
    advice: 'Check your internet connection, then try again. If other sites work, the server may be down for a moment.',
  },
  'connection-lost': {
    title: 'The connection to the server was lost.',
    advice: 'Check your internet connection, then try again.',
  },
  timeout: {
    title: 'The server takes too long to answer.',
    advice: 'Your connection or the server is very slow right now. Try again in a moment.',
  },
  'bad-answer': {
    title: 'The server and this browser do not understand each other.',
    advice: 'Update your browser, or try a current Chrome, Edge, Firefox or Safari.',
  },
  'bad-sdp': {
    title: 'The server and this browser cannot agree on how to send sound and pictures.',
    advice: 'Update your browser, or try a current Chrome, Edge, Firefox or Safari.',
  },
  internal: {
    title: 'Something went wrong in the server.',
    advice: 'Try again. If it happens again, tell whoever runs it.',
  },
  'bad-name': {
    title: 'This name cannot be used.',
    advice: 'Choose one of 1 to 64 ordinary letters, digits, spaces and signs.',
  },
  'bad-room': {
    title: 'There cannot be a room of this name.',
    advice: 'Room names are made of letters without accents, digits and . _ ~ -, at most 128 of them. Check the link you were given.',
  },
  'room-full': {
    title: 'This room is full.',
    advice: 'Wait until somebody leaves, then try again.',
  },
  'server-full': {
    title: 'The server has as many people as it can serve.',
    advice: 'Try again in a few minutes.',
  },
  ended: {
    title: 'The server ended your stay in this room.',
    advice: 'You can try to come back.',
  },
  displaced: {
    title: 'You are in this room from another window now.',
    advice: 'Go on there, or come back here.',
  },
  'shutting-down': {
    title: 'The server is being restarted.',
    advice: 'Try again in a minute.',
  },
  'rate-limited': {
    title: 'That was too much at once.',
    advice: 'Wait a few seconds, then try again.',
  },
  'too-large': {
    title: 'That message is too long.',
    advice: 'Send it in several parts.',
  },
  'unknown-participant': {
    title: 'This person is no longer in the room.',
    advice: 'Choose somebody else, or write to everyone.',
  },
};
