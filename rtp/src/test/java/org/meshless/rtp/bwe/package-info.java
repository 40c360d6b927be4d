/** Publishers, receivers and paths in virtual time, which share no code with the estimator. */
@NullMarked
package org.meshless.rtp.bwe;

import org.jspecify.annotations.NullMarked;
