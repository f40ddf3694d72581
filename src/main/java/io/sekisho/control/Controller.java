package io.sekisho.control;

import io.sekisho.problem.Outcome;
import io.sekisho.telemetry.Journal;
import io.sekisho.vpc.Snapshot;
import io.sekisho.wire.AccountView;
import io.sekisho.wire.ComputeView;
import io.sekisho.wire.LinkRequest;
import io.sekisho.wire.MetadataServiceSettings;
import io.sekisho.wire.ProfileView;
import io.sekisho.wire.View;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// The operator's side of everything: changes what there is and says what there is.
public final class Controller {
  public Controller(Store store, IdSource ids, InstantSource clock, Journal journal) {
    later();
  }

  /// What guests are served from.
  public Snapshot snapshot() {
    return later();
  }

  /// Calls the listener now with the current snapshot, and again before each write returns.
  public void subscribe(SnapshotListener listener) {
    later();
  }

  /// Applies an inventory in YAML or JSON, all of it or nothing.
  public Application apply(byte[] document, boolean prune, boolean dryRun, Initiator by) {
    return later();
  }

  /// Changes the switches of an instance or bare metal server.
  public Outcome<ComputeView> patchCompute(
      Kind kind, String which, MetadataServiceSettings settings, Initiator by) {
    return later();
  }

  /// Changes the account's switch.
  public Outcome<AccountView> patchAccount(
      String which, boolean metadataServiceEnabled, Initiator by) {
    return later();
  }

  /// Deletes a resource that nothing refers to; answers with what it was.
  public Outcome<View> delete(Kind kind, String which, Initiator by) {
    return later();
  }

  /// Makes every identity token given out so far to this compute resource worthless.
  public Outcome<ComputeView> revokeTokens(Kind kind, String which, Initiator by) {
    return later();
  }

  /// Links a compute resource to a trusted profile.
  public Outcome<ProfileView> link(String profile, LinkRequest request, Initiator by) {
    return later();
  }

  /// Removes a link.
  ///
  /// @param compute the link's id, or id or name of the compute resource
  public Outcome<ProfileView> unlink(String profile, String compute, Initiator by) {
    return later();
  }

  /// All resources of a kind.
  public List<View> list(Kind kind) {
    return later();
  }

  /// One resource.
  ///
  /// @param which its id, its name, or `account/name` where several accounts have that name
  public Outcome<View> get(Kind kind, String which) {
    return later();
  }

  /// How many resources there are, by collection.
  public Map<String, Integer> counts() {
    return later();
  }

  @SuppressWarnings("TypeParameterUnusedInFormals")
  private static <T> T later() {
    throw new UnsupportedOperationException("not there yet");
  }
}
