/**
 * Pages of real browsers: how tests drive them, and what people see when several meet in a room.
 */
@NullMarked
package org.meshless.signaling.browser;

import org.jspecify.annotations.NullMarked;
