/**
 * What can be set, by flag, environment or file, and how it is read. Every mistake is one sentence.
 */
@NullMarked
package org.meshless.signaling.config;

import org.jspecify.annotations.NullMarked;
