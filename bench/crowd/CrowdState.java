package io.sekisho.control;

import io.sekisho.iam.Account;
import io.sekisho.office.Office;
import io.sekisho.problem.Outcome;
import io.sekisho.store.StateDirectory;
import io.sekisho.store.StateDirectory.Place;
import io.sekisho.vpc.Instance;
import io.sekisho.web.Crowd;
import io.sekisho.web.CrowdStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Puts a crowd into a state folder or a PostgreSQL database, as the product keeps it: what
/// controllers then start from. Beside the crowd there is an account with a few instances that can
/// be served on loopback ports.
public final class CrowdState {
  private static final int TOGETHER = 5_000;
  private static final int ASKING = 9;

  private CrowdState() {}

  /// @param arguments the state folder, the key file, the database's URL or nothing, how many
  ///   instances and accounts; and a file to write `account instance` to, a line for each
  public static void main(String[] arguments) throws IOException {
    Optional<String> database = Optional.of(arguments[2]).filter(it -> !it.isEmpty());
    CrowdStore crowd =
        Crowd.filled(Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]), asking());
    List<Object> all = new ArrayList<>(crowd.documents());
    Place place = new Place(Path.of(arguments[0]), database, Optional.of(Path.of(arguments[1])));
    long began = System.nanoTime();
    try (StateDirectory state = Office.open(place)) {
      Ledger ledger = new Ledger(state.store(), InstantSource.system(), _ -> {});
      for (int i = 0; i < all.size(); i += TOGETHER) {
        List<Object> some = all.subList(i, Math.min(all.size(), i + TOGETHER));
        ledger.write(
            turn -> {
              some.forEach(turn::put);
              turn.counters(crowd.counters());
              return Outcome.of(some.size());
            });
      }
    }
    System.out.printf(
        "%,d documents written in %d s%n",
        all.size(), (System.nanoTime() - began) / 1_000_000_000);
    Files.write(Path.of(arguments[5]), lines(all));
  }

  private static List<String> lines(List<Object> all) {
    Map<String, String> accounts =
        all.stream()
            .filter(Account.class::isInstance)
            .map(Account.class::cast)
            .collect(Collectors.toMap(it -> it.id().value(), Account::name));
    return all.stream()
        .filter(Instance.class::isInstance)
        .map(Instance.class::cast)
        .map(
            it ->
                "%s %s %s %d"
                    .formatted(
                        accounts.get(it.account().value()),
                        it.account().value(),
                        it.id(),
                        it.interfaces().getFirst().mark()))
        .toList();
  }

  private static String asking() {
    StringBuilder said =
        new StringBuilder(
            "  - name: asking\n"
                + "    vpcs: [{name: v, subnets: [{name: s, ipv4_cidr_block: 10.0.0.0/16}]}]\n"
                + "    instances:\n");
    for (int i = 1; i <= ASKING; i++) {
      said.append(
          "      - {name: asking-%d, vpc: v, metadata_service: {enabled: true}}\n".formatted(i));
    }
    return said.toString();
  }
}
