package io.sekisho.estate;

import io.sekisho.control.Initiator;
import io.sekisho.problem.Problem;
import java.util.Map;
import java.util.Optional;

/// Who may do what, as the account's policies have it.
@FunctionalInterface
public interface Permits {
  /// Why somebody may not do something; empty if they may.
  ///
  /// @param action such as `is.subnet.subnet.operate`
  /// @param resource what policies can say of what it is done to
  Optional<Problem> refusal(Initiator by, String action, Map<String, String> resource);
}
