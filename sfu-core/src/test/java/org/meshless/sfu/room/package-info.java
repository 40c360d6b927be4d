@NullMarked
package org.meshless.sfu.room;

import org.jspecify.annotations.NullMarked;
