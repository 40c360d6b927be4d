/**
 * What is published, packet by packet: made from a seed, so that whoever receives it knows what it
 * must be.
 */
@NullMarked
package org.meshless.perf.media;

import org.jspecify.annotations.NullMarked;
