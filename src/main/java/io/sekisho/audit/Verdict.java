package io.sekisho.audit;

import java.util.List;

/// What a verification came to.
///
/// @param records how many were looked at
/// @param head the last of them: whoever keeps its note finds out when the trail is cut or replaced
/// @param findings what was done to the trail, in its order; none if nothing was
public record Verdict(long records, Head head, List<Finding> findings) {
  public Verdict {
    findings = List.copyOf(findings);
  }

  /// Whether the trail is what was written.
  public boolean good() {
    return findings.isEmpty();
  }
}
