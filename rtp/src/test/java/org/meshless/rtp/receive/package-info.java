@NullMarked
package org.meshless.rtp.receive;

import org.jspecify.annotations.NullMarked;
