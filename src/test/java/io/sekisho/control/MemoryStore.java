package io.sekisho.control;

import io.sekisho.iam.Account;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.plan.Counters;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.Key;
import io.sekisho.vpc.PlacementGroup;
import io.sekisho.vpc.Snapshot.Contents;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.Vpc;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A store that forgets. Keeps the rules of a real one, and can be told to fail.
final class MemoryStore implements Store {
  final List<Write> writes = new ArrayList<>();
  boolean broken;
  private final Map<String, Object> resources = new LinkedHashMap<>();
  private final List<OperatorKey> keys = new ArrayList<>();
  private long revision;
  private Counters counters = Counters.ZERO;

  @Override
  public Saved load() {
    Collection<Object> all = resources.values();
    return new Saved(
        revision,
        new Contents(
            only(all, Account.class),
            only(all, TrustedProfile.class),
            only(all, Vpc.class),
            only(all, Subnet.class),
            only(all, Key.class),
            only(all, PlacementGroup.class),
            only(all, Compute.class)),
        counters);
  }

  @Override
  public void commit(Write write) {
    if (broken) {
      throw new IllegalStateException("the disk is full");
    }
    if (write.revision() != revision + 1) {
      throw new IllegalStateException("revision " + write.revision() + " after " + revision);
    }
    for (Entry entry : write.entries()) {
      switch (entry) {
        case Entry.Put put -> resources.put(put.id(), put.value());
        case Entry.Delete delete -> resources.remove(delete.id());
      }
    }
    revision = write.revision();
    counters = write.counters();
    writes.add(write);
  }

  @Override
  public List<OperatorKey> operatorKeys() {
    return List.copyOf(keys);
  }

  @Override
  public void addOperatorKey(OperatorKey key) {
    keys.add(key);
  }

  private static <T> List<T> only(Collection<Object> all, Class<T> type) {
    return all.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
