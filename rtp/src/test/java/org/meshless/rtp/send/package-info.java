@NullMarked
package org.meshless.rtp.send;

import org.jspecify.annotations.NullMarked;
