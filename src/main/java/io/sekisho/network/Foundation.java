package io.sekisho.network;

import io.sekisho.catalog.Catalog;
import io.sekisho.catalog.DeclaredVolumes;
import io.sekisho.catalog.Volume;
import io.sekisho.control.IdSource;
import io.sekisho.control.Initiator;
import io.sekisho.control.Ledger;
import io.sekisho.control.Turn;
import io.sekisho.mint.Minter;
import io.sekisho.mint.Surroundings;
import io.sekisho.problem.Outcome;
import io.sekisho.snapshot.Contents;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.Resource;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.Vpc;
import java.time.InstantSource;
import java.util.List;

/// Gives an older state what there is from the beginning by now: what every VPC has, and the
/// volumes of instances.
public final class Foundation {
  /// The house itself, when it starts.
  private static final Initiator HOUSE = new Initiator("sekisho", "");

  private Foundation() {}

  /// One write, or none if nothing is missing.
  public static void lay(Ledger ledger, IdSource ids, InstantSource clock) {
    if (complete(ledger.edition().contents())) {
      return;
    }
    ledger.write(
        HOUSE,
        turn -> {
          lay(turn, new Minter(ids::next, clock.instant()));
          return Outcome.of(true);
        });
  }

  private static boolean complete(Contents contents) {
    return contents.vpcs().stream()
            .allMatch(vpc -> Surroundings.find(vpc, contents.partsOf(vpc.id())).isPresent())
        && volumes(contents).isEmpty();
  }

  private static List<Volume> volumes(Contents contents) {
    return contents.all(Instance.class).stream()
        .flatMap(it -> DeclaredVolumes.of(it, id -> contents.find(Resource.class, id)).stream())
        .toList();
  }

  private static void lay(Turn turn, Minter minter) {
    Contents contents = turn.edition().contents();
    Catalog catalog = Catalog.in(contents.resources());
    for (Vpc vpc : contents.vpcs()) {
      if (Surroundings.find(vpc, contents.partsOf(vpc.id())).isEmpty()) {
        List<Subnet> subnets =
            contents.subnets().stream().filter(it -> it.vpc().equals(vpc.id())).toList();
        Surroundings made = Surroundings.of(vpc, minter);
        turn.put(Surroundings.withPrefixes(catalog, vpc, subnets, minter));
        made.all().forEach(turn::put);
        subnets.forEach(subnet -> turn.put(made.around(subnet)));
      }
    }
    volumes(contents).forEach(turn::put);
  }
}
