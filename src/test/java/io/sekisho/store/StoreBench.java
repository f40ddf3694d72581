package io.sekisho.store;

import static io.sekisho.store.Papers.ACME;

import io.sekisho.control.Kind;
import io.sekisho.control.Labels;
import io.sekisho.control.Store.Document;
import io.sekisho.control.Store.Entry;
import io.sekisho.control.Store.Order;
import io.sekisho.control.Store.Page;
import io.sekisho.control.Store.Query;
import io.sekisho.problem.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

/// What documents cost in either database: pages in every order, single ones, writes. For `./dev
/// bench store`, as many documents of one account as said.
public final class StoreBench {
  private static final int TOGETHER = 1_000;
  private static final int PAGE = 100;
  private static final int GETS = 20_000;
  private static final int WRITES = 1_000;

  private final String name;
  private final SqlStore store;
  private final int count;
  private final Random random = new Random(1);

  private StoreBench(String name, SqlStore store, int count) {
    this.name = name;
    this.store = store;
    this.count = count;
  }

  /// @param arguments how many documents
  public static void main(String[] arguments) throws Exception {
    int count = Integer.parseInt(arguments[0]);
    for (Lodging.Type type : Lodging.Type.values()) {
      Path folder = Files.createTempDirectory("sekisho-bench");
      try (StateDirectory state = type.in(folder).open()) {
        new StoreBench(type.name().toLowerCase(Locale.ROOT), state.store(), count).run();
      } finally {
        new ProcessBuilder("rm", "-r", folder.toString()).start().waitFor();
      }
    }
  }

  private void run() {
    long began = System.nanoTime();
    for (int i = 0; i < count; i += TOGETHER) {
      fill(i);
    }
    System.out.printf(
        "%s: %,d documents written in %d s, %d together%n",
        name, count, (System.nanoTime() - began) / 1_000_000_000, TOGETHER);
    walk(Order.NAME, false); // what is compiled and cached by then
    double worst = 0;
    for (Order order : Order.values()) {
      worst = Math.max(worst, walk(order, false));
      worst = Math.max(worst, walk(order, true));
    }
    figure("page-p99-ms", worst, "p99 of a page of 100, the slowest order");
    measure("get", GETS, i -> get(random.nextInt(count)));
    measure("named", GETS, i -> named(random.nextInt(count)));
    measure("count", 20, i -> store.in(ACME).count(Kind.SERVICE_ID));
    measure("write", WRITES, this::write);
  }

  private void fill(int from) {
    store.write(
        transaction -> {
          for (int i = from; i < from + TOGETHER && i < count; i++) {
            Object value = Papers.serviceId(ACME, i, name(i), "does " + random.nextInt());
            transaction.apply(new Entry.Put(Labels.of(value), value));
          }
          return Outcome.of("");
        });
  }

  /// Names in another order than that in which documents were made.
  private static String name(int number) {
    return "service-" + Integer.toHexString(number * 0x9E3779B1);
  }

  /// All pages in an order; the p99 of one, in ms.
  private double walk(Order order, boolean down) {
    AtomicReference<Optional<String>> next = new AtomicReference<>(Optional.empty());
    return measure(
        order.name().toLowerCase(Locale.ROOT) + (down ? ", descending" : ""),
        (count + PAGE - 1) / PAGE,
        _ -> {
          Query query =
              new Query(Optional.empty(), Optional.empty(), order, down, next.get(), PAGE);
          Page page = store.in(ACME).page(Kind.SERVICE_ID, query);
          next.set(page.next());
        });
  }

  private void get(int number) {
    expect(store.in(ACME).get(Kind.SERVICE_ID, Papers.id("ServiceId-", number)));
  }

  private void named(int number) {
    expect(store.in(ACME).named(Kind.SERVICE_ID, name(number)));
  }

  private static void expect(Optional<Document> found) {
    if (found.isEmpty()) {
      throw new IllegalStateException("what was written is not there");
    }
  }

  /// As a PATCH does: read, changed, recorded.
  private void write(int i) {
    int number = random.nextInt(count);
    store.write(
        transaction -> {
          expect(transaction.in(ACME).get(Kind.SERVICE_ID, Papers.id("ServiceId-", number)));
          Object value = Papers.serviceId(ACME, number, name(number), "changed " + i);
          transaction.apply(new Entry.Put(Labels.of(value), value));
          transaction.audit(Papers.audit(ACME, "bench", "wrote"));
          return Outcome.of("");
        });
  }

  /// What is done again and again.
  private interface Step {
    void run(int i);
  }

  private double measure(String what, int times, Step step) {
    long[] nanos = new long[times];
    for (int i = 0; i < times; i++) {
      long began = System.nanoTime();
      step.run(i);
      nanos[i] = System.nanoTime() - began;
    }
    Arrays.sort(nanos);
    double p99 = nanos[times - 1 - times / 100] / 1e6;
    System.out.printf(
        Locale.ROOT,
        "%s: %-26s p50 %7.3f ms, p99 %7.3f ms, most %7.3f ms%n",
        name,
        what,
        nanos[times / 2] / 1e6,
        p99,
        nanos[times - 1] / 1e6);
    return p99;
  }

  private void figure(String figure, double value, String label) {
    System.out.printf(
        Locale.ROOT,
        "%s: %s %.2f%nfigure store.%s-%s %.2f%n",
        name,
        label,
        value,
        name,
        figure,
        value);
  }
}
