package org.meshless.signaling.sdp;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.ext.ExtensionMap;
import org.meshless.rtp.ext.HeaderExtension;

/** An offer as the answerer sees it: its m-lines, its bundle, and what is wrong with it. */
final class Offer {
  private final SessionDescription description;
  private final List<OfferedSection> sections = new ArrayList<>();

  /** The m-lines in use that share the one transport there is, in the order of the bundle. */
  private final List<OfferedSection> bundled = new ArrayList<>();

  private final BitSet bundledIndices = new BitSet();

  Offer(SessionDescription description) {
    this.description = description;
    OfferedSection.Inherited session = OfferedSection.Inherited.of(description);
    Map<String, OfferedSection> byMid = new HashMap<>();
    for (MediaDescription media : description.media()) {
      OfferedSection section = new OfferedSection(sections.size(), media, session);
      sections.add(section);
      String mid = section.mid();
      if (mid != null && section.isLive()) {
        byMid.putIfAbsent(mid, section);
      }
    }
    for (String mid : bundle()) {
      OfferedSection section = byMid.get(mid);
      if (section != null) {
        bundled.add(section);
        bundledIndices.set(section.index());
      }
    }
  }

  /** The tags of the first BUNDLE group; more than one group cannot be met. */
  private Set<String> bundle() {
    for (Attribute.Group group : description.all(Attribute.Group.class)) {
      if (group.semantics().equals(Attribute.Group.BUNDLE)) {
        return new LinkedHashSet<>(group.mids());
      }
    }
    return Set.of();
  }

  /** All m-lines. */
  List<OfferedSection> sections() {
    return sections;
  }

  List<OfferedSection> bundled() {
    return bundled;
  }

  boolean isBundled(OfferedSection section) {
    return bundledIndices.get(section.index());
  }

  boolean allowsMixedExtensions() {
    return description.has(Attribute.Flag.EXTMAP_ALLOW_MIXED);
  }

  /** What makes the offer unanswerable, its transport apart, as a sentence; null if nothing. */
  @Nullable String fault() {
    Set<String> mids = new HashSet<>();
    for (OfferedSection section : sections) {
      String fault = fault(section, mids);
      if (fault != null) {
        return "The m-line at index " + section.index() + " " + fault + ".";
      }
    }
    if (bundled.isEmpty() && sections.stream().anyMatch(OfferedSection::isLive)) {
      return "The offer has no a=group:BUNDLE; its m-lines must share one transport.";
    }
    return midExtensionFault();
  }

  private @Nullable String fault(OfferedSection section, Set<String> mids) {
    String mid = section.mid();
    if (mid != null && !OfferedSection.isName(mid)) {
      return "has an a=mid that is not "
          + OfferedSection.MAX_NAME_LENGTH
          + " or fewer visible ASCII characters";
    }
    if (mid != null && !mids.add(mid)) {
      return "has the a=mid of another";
    }
    if (section.isLive() && mid == null) {
      return "has no a=mid";
    }
    if (isBundled(section)
        && section.kind() != null
        && !section.media().has(Attribute.Flag.RTCP_MUX)) {
      return "has no a=rtcp-mux; RTP and RTCP must share one port";
    }
    return null;
  }

  /**
   * The extension that says which m-line a packet belongs to must be found before the m-line is
   * known (RFC 8843 §9.2), so its id can mean nothing else. Of another id's meanings the first
   * counts.
   */
  private @Nullable String midExtensionFault() {
    Set<Integer> midIds = new HashSet<>();
    for (OfferedSection section : bundled) {
      midIds.add(section.extensions(new HashMap<>()).all().idOf(HeaderExtension.MID));
    }
    midIds.remove(0);
    for (OfferedSection section : bundled) {
      ExtensionMap extensions = section.extensions(new HashMap<>()).all();
      for (int id : midIds) {
        HeaderExtension meaning = extensions.of(id);
        if (meaning != null && meaning != HeaderExtension.MID) {
          return "The offer gives the id of the mid extension, "
              + id
              + ", another meaning as well.";
        }
      }
    }
    return null;
  }
}
