/**
 * Networks and time for simulations: a link that loses, delays and queues, and a clock that moves
 * only when told. Everything random comes from a seed.
 */
@NullMarked
package org.meshless.rtp.netem;

import org.jspecify.annotations.NullMarked;
