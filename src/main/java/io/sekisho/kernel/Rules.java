package io.sekisho.kernel;

import io.sekisho.address.Ip;
import io.sekisho.host.VpcPlan;
import io.sekisho.linux.Generation;
import io.sekisho.linux.SetKeys;
import io.sekisho.nftables.GuestRules;
import io.sekisho.nftables.Ruleset;
import io.sekisho.policy.Bindings;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The ruleset of one namespace: what was applied last, and whether it still stands. Made and used
/// by threads within the namespace.
final class Rules implements AutoCloseable {
  /// Bytes of a device's name and of a card's address in the key of a set.
  private static final int DEVICE = 16;

  private static final int CARD = 8;
  private static final Pattern TAP = Pattern.compile("tap(\\d{1,9})\\x00+");

  private final GuestRules compiler = new GuestRules();
  private final Nft nft;
  private final Generation generation = Generation.ofThisNamespace();
  private Optional<Applied> applied = Optional.empty();

  Rules(Commands commands) {
    this.nft = new Nft(commands);
  }

  /// @param generation the number that the transaction got, if nobody came in between
  private record Applied(VpcPlan plan, Ruleset ruleset, int generation) {}

  /// Whose each address is by the rules that an earlier process left in the namespace of the
  /// calling thread; what can't be read is nobody's.
  static Bindings standing() {
    Map<Ip, Integer> owners = new HashMap<>();
    Map<Integer, Ip> exits = new HashMap<>();
    Set<Ip> floating = new HashSet<>();
    for (String set : List.of("sender", "sender6")) {
      each(set, DEVICE + CARD, (ip, key) -> mark(key).ifPresent(mark -> owners.put(ip, mark)));
    }
    each("exit", DEVICE, (ip, key) -> mark(key).ifPresent(mark -> exits.put(mark, ip)));
    each("floating", 0, (ip, _) -> floating.add(ip));
    return new Bindings(owners, exits, floating);
  }

  /// The keys of a set that end with an address behind so many bytes.
  private static void each(String set, int at, BiConsumer<Ip, byte[]> consumer) {
    for (byte[] key : SetKeys.read(GuestRules.NAME, set)) {
      if (key.length == at + 4 || key.length == at + 16) {
        consumer.accept(Ip.of(Arrays.copyOfRange(key, at, key.length)), key);
      }
    }
  }

  /// Of the tap whose name it begins with.
  private static Optional<Integer> mark(byte[] key) {
    Matcher tap = TAP.matcher(new String(key, 0, DEVICE, StandardCharsets.US_ASCII));
    return tap.matches() ? Optional.of(Integer.valueOf(tap.group(1))) : Optional.empty();
  }

  /// Whether nobody has changed a rule since the last time.
  boolean stand() {
    return applied.filter(last -> last.generation == generation.read()).isPresent();
  }

  /// Makes the kernel enforce the rules of a plan, in one transaction: all of it, or on failure
  /// nothing.
  ///
  /// @return whether somebody else had changed rules since the last time; all are in place anew
  ///   then
  boolean apply(VpcPlan plan) {
    int now = generation.read();
    Ruleset next =
        applied
            .filter(last -> last.plan.ruledAs(plan))
            .map(Applied::ruleset)
            .orElseGet(() -> compiler.next(plan.guests(), plan.envelope()));
    boolean drifted = applied.isPresent() && applied.get().generation != now;
    String change =
        drifted
            ? next.text()
            : applied.map(last -> last.ruleset.changeTo(next)).orElseGet(next::text);
    applied = Optional.empty();
    if (!change.isEmpty()) {
      nft.run(change);
    }
    // Counted, not read back: if somebody came in between, the next look notices it.
    applied = Optional.of(new Applied(plan, next, change.isEmpty() ? now : now + 1));
    return drifted;
  }

  @Override
  public void close() {
    generation.close();
    nft.letGo();
  }
}
