/**
 * Makes an offer say that Opus may be stereo (RFC 7587 §6.1): browsers leave that out, and play and send mono.
 *
 * @param {string} sdp of an offer
 * @param {boolean} sending whether what is sent shall be stereo, too; what is received may be in any case, as its sender likes
 */
export function allowStereo(sdp, sending) {
  return sdp
    .split(/(?=^m=)/m)
    .map(section => {
      if (!section.startsWith('m=audio')) return section;
      const received = /^a=(recvonly|inactive)\r?$/m.test(section);
      return received || sending ? inSection(section, received ? ['stereo'] : ['stereo', 'sprop-stereo']) : section;
    })
    .join('');
}

/**
 * @param {string} section
 * @param {string[]} names of parameters
 */
function inSection(section, names) {
  const opus = /^a=rtpmap:(\d+) opus\/48000\/2\r?$/im.exec(section)?.[1];
  return section.replace(new RegExp(`^(a=fmtp:${opus} )(.*?)(\\r?)$`, 'm'), (_, start, parameters, end) => {
    const missing = names.filter(name => !new RegExp(`(^|;)\\s*${name}=`).test(parameters));
    return start + [parameters, ...missing.map(name => `${name}=1`)].join(';') + end;
  });
}
