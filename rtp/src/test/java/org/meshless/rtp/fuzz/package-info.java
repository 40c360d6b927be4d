/** Proof that the fuzzer finds what it is there to find. */
@NullMarked
package org.meshless.rtp.fuzz;

import org.jspecify.annotations.NullMarked;
