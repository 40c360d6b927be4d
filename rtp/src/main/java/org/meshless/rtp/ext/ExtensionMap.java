package org.meshless.rtp.ext;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which id means which {@link HeaderExtension} on an m-line, as negotiated by {@code a=extmap} (RFC
 * 8285 §5). Immutable.
 */
public final class ExtensionMap {
  /** Nothing negotiated. */
  public static final ExtensionMap EMPTY = builder().build();

  /** The largest id of the one-byte form; larger ones need the two-byte form. */
  public static final int MAX_ONE_BYTE_ID = 14;

  /** The largest id at all. */
  public static final int MAX_ID = 255;

  /** By id; only as long as the largest id in use demands. */
  private final @Nullable HeaderExtension[] byId;

  /** By index; 0 for "not negotiated". */
  private final int[] ids;

  private ExtensionMap(@Nullable HeaderExtension[] byId, int[] ids) {
    this.byId = byId;
    this.ids = ids;
  }

  /** The extension that {@code id} stands for; null for any id, 0 and 15 included, without one. */
  public @Nullable HeaderExtension of(int id) {
    return id >= 0 && id < byId.length ? byId[id] : null;
  }

  /** The id of {@code extension}, 1 … 255, or 0 if it is not negotiated. */
  public int idOf(HeaderExtension extension) {
    return ids[extension.index()];
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ExtensionMap that && Arrays.equals(ids, that.ids);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ids);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("ExtensionMap[");
    for (HeaderExtension extension : HeaderExtension.values()) {
      if (idOf(extension) != 0) {
        text.append(text.charAt(text.length() - 1) == '[' ? "" : ", ");
        text.append(extension).append('=').append(idOf(extension));
      }
    }
    return text.append(']').toString();
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Collects the pairs of an {@link ExtensionMap}. */
  public static final class Builder {
    private final @Nullable HeaderExtension[] byId = new @Nullable HeaderExtension[MAX_ID + 1];
    private final int[] ids = new int[HeaderExtension.COUNT];
    private int largestId;

    private Builder() {}

    /** Whether {@link #put} would accept this pair. */
    public boolean accepts(HeaderExtension extension, int id) {
      return id >= 1 && id <= MAX_ID && byId[id] == null && ids[extension.index()] == 0;
    }

    /**
     * Adds a pair.
     *
     * @throws IllegalArgumentException if {@code id} is not in 1 … 255, or the id or the extension
     *     is already in the map
     */
    public Builder put(HeaderExtension extension, int id) {
      if (!accepts(extension, id)) {
        throw new IllegalArgumentException(extension + "=" + id);
      }
      byId[id] = extension;
      ids[extension.index()] = id;
      largestId = Math.max(largestId, id);
      return this;
    }

    public ExtensionMap build() {
      return new ExtensionMap(Arrays.copyOf(byId, largestId + 1), ids.clone());
    }
  }
}
