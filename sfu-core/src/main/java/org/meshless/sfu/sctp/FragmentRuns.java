package org.meshless.sfu.sctp;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Fragments that wait for others, as runs of neighbours: by TSN, or by number within their message
 * where messages interleave. Confined to its association.
 *
 * <p>Logarithmic time per fragment in any order, and no more runs than fragments.
 */
final class FragmentRuns {
  private final TreeMap<Long, FragmentRun> byFirstKey = new TreeMap<>();

  boolean isEmpty() {
    return byFirstKey.isEmpty();
  }

  /**
   * Adds a fragment that is not in here.
   *
   * @return the run it became part of; one that is complete is no longer in here. Null when its
   *     place is taken
   */
  @Nullable FragmentRun add(long key, DataChunk chunk) {
    FragmentRun run = new FragmentRun(key, chunk);
    Map.Entry<Long, FragmentRun> before = byFirstKey.floorEntry(key);
    if (before != null && before.getValue().lastKey >= key) {
      return null;
    }
    if (before != null && before.getValue().isContinuedBy(run)) {
      byFirstKey.remove(before.getKey());
      run = before.getValue().join(run);
    }
    FragmentRun after = byFirstKey.get(key + 1);
    if (after != null && run.isContinuedBy(after)) {
      byFirstKey.remove(key + 1);
      run = run.join(after);
    }
    if (!run.isComplete()) {
      byFirstKey.put(run.firstKey, run);
    }
    return run;
  }

  /**
   * Removes the runs that begin at or before a key.
   *
   * @return what they cost
   */
  long removeTo(long key) {
    long cost = 0;
    Map.Entry<Long, FragmentRun> first = byFirstKey.firstEntry();
    while (first != null && first.getKey() <= key) {
      cost += first.getValue().cost();
      byFirstKey.pollFirstEntry();
      first = byFirstKey.firstEntry();
    }
    return cost;
  }
}
