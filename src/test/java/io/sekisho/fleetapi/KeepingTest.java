package io.sekisho.fleetapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.control.Store.Reached;
import io.sekisho.control.Store.Sheaf;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What one node sends is no other's trouble.
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KeepingTest {
  private static final String FIRST = "first";
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);
  private final List<List<String>> writes = Collections.synchronizedList(new ArrayList<>());
  private final Keeping keeping = new Keeping(this::store);

  /// Does not take what bad nodes send, nor what comes along with it.
  private Set<String> store(Collection<Sheaf> sheaves) {
    List<String> nodes = sheaves.stream().map(Sheaf::node).toList();
    writes.add(nodes);
    if (nodes.contains(FIRST)) {
      begun.countDown();
      await(go);
    }
    if (nodes.stream().anyMatch(it -> it.startsWith("bad"))) {
      throw new IllegalStateException("an invalid byte");
    }
    if (nodes.contains("error")) {
      throw new StackOverflowError("in the store");
    }
    return Set.of("moved");
  }

  private static Sheaf sheaf(String node) {
    return new Sheaf(node, Reached.NOTHING, new Reached("s", 1), List.of());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// All of them in one batch, in this order.
  private List<Future<Boolean>> together(ExecutorService callers, String... nodes)
      throws InterruptedException {
    callers.execute(() -> keeping.keep(sheaf(FIRST)));
    begun.await();
    List<Future<Boolean>> all = new ArrayList<>();
    for (String node : nodes) {
      all.add(callers.submit(() -> keeping.keep(sheaf(node))));
      Thread.sleep(50);
    }
    go.countDown();
    return all;
  }

  @Test
  void aNodeWhoseRecordsCantBeWrittenKeepsNoOthersFromBeing() throws Exception {
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> all = together(callers, "one", "bad", "moved", "two");
      assertThat(all.get(0).get()).isTrue();
      assertThatThrownBy(() -> all.get(1).get())
          .isInstanceOf(ExecutionException.class)
          .hasMessageContaining("an invalid byte");
      assertThat(all.get(2).get()).isFalse();
      assertThat(all.get(3).get()).isTrue();
    }
    assertThat(writes.get(1)).containsExactly("one", "bad", "moved", "two");
  }

  /// As when the database is not there: each would wait for it.
  @Test
  void whereAllFailNotEachIsTried() throws Exception {
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> each : together(callers, "bad1", "bad2", "bad3", "bad4", "bad5")) {
        assertThatThrownBy(each::get).hasMessageContaining("an invalid byte");
      }
    }
    assertThat(writes).hasSize(2 + 3);
  }

  @Test
  void writingGoesOnAfterAnError() {
    assertThatThrownBy(() -> keeping.keep(sheaf("error"))).isInstanceOf(StackOverflowError.class);
    assertThat(keeping.keep(sheaf("one"))).isTrue();
  }
}
