package io.sekisho.node;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sekisho.fleet.Deeds;
import io.sekisho.fleet.Deeds.Deed;
import io.sekisho.fleet.FleetJson;
import io.sekisho.fleet.Paths;
import io.sekisho.telemetry.Event;
import io.sekisho.telemetry.Event.Notice;
import io.sekisho.telemetry.Journal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What guests were given or refused, kept on the disk until a controller has it on record.
///
/// One file for as many as come while the last is being written. It is bounded: when it is full, or
/// the disk can't be written, nothing that would have to be recorded is given out.
final class Spool implements AutoCloseable {
  private static final String STREAM = "stream";
  private static final Pattern FILE = Pattern.compile("(\\d{19})-(\\d+)\\.json");
  private static final Duration RETRY = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration LAST = Duration.ofSeconds(2);

  private final Folder folder;
  private final Controllers controllers;
  private final Limits limits;
  private final Journal journal;
  private final InstantSource clock;
  private final Thread writer = Thread.ofPlatform().daemon().name("records").unstarted(this::write);
  private final Thread sender = Thread.ofVirtual().name("record-sender").unstarted(this::send);

  // What follows is guarded by this.
  private final Map<String, Integer> refusals = new HashMap<>();
  private final TreeMap<Long, Integer> files = new TreeMap<>();
  private List<Deed> fresh = new ArrayList<>();
  private String stream;
  private long next;
  private long kept;
  private boolean failing;
  private boolean closing;

  /// @param most how many may be kept for controllers
  /// @param fresh how many may wait for the disk
  /// @param refusals how many refusals of one guest are kept one by one: it can make them without
  ///   end
  record Limits(int most, int fresh, int refusals) {
    static final Limits DEFAULT = new Limits(200_000, 20_000, 500);
  }

  Spool(
      Folder folder, Controllers controllers, Limits limits, Journal journal, InstantSource clock) {
    this.folder = folder;
    this.controllers = controllers;
    this.limits = limits;
    this.journal = journal;
    this.clock = clock;
    for (String name : folder.names()) {
      Matcher matcher = FILE.matcher(name);
      if (matcher.matches()) {
        files.put(Long.parseLong(matcher.group(1)), Integer.parseInt(matcher.group(2)));
      }
    }
    this.kept = files.values().stream().mapToLong(Integer::longValue).sum();
    this.next = files.isEmpty() ? 1 : files.lastKey() + files.lastEntry().getValue();
    this.stream = stream();
  }

  void start() {
    writer.start();
    sender.start();
  }

  /// Takes what happened along; it is on the disk a moment later.
  synchronized void take(Deed deed) {
    if (!deed.success()) {
      int before = refusals.merge(deed.initiator(), 1, Integer::sum);
      if (before > limits.refusals() || fresh.size() >= limits.fresh()) {
        return;
      }
    }
    fresh.add(deed);
    notifyAll();
  }

  /// Whether nothing may happen any more that would have to be kept.
  synchronized boolean isFull() {
    return closing || failing || kept >= limits.most() || fresh.size() >= limits.fresh();
  }

  /// How many are not on record yet.
  synchronized long waiting() {
    return kept + fresh.size();
  }

  @Override
  public void close() {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    sender.interrupt();
    try {
      writer.join(LAST);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Numbers that were given before must not be given again, unless the count begins anew.
  private String stream() {
    Optional<byte[]> before = folder.read(STREAM);
    if (!files.isEmpty() && before.isPresent()) {
      return new String(before.get(), US_ASCII);
    }
    String fresh = UUID.randomUUID().toString();
    folder.replace(STREAM, fresh.getBytes(US_ASCII));
    return fresh;
  }

  private void write() {
    for (List<Deed> batch = batch(); !batch.isEmpty(); batch = batch()) {
      while (!written(batch) && pause(RETRY)) {
        // Tried until it is there.
      }
    }
  }

  private synchronized List<Deed> batch() {
    try {
      while (fresh.isEmpty() && !closing) {
        wait();
      }
    } catch (InterruptedException _) {
      return List.of();
    }
    List<Deed> all = fresh;
    int some = Math.min(all.size(), Deeds.MOST);
    fresh = new ArrayList<>(all.subList(some, all.size()));
    return List.copyOf(all.subList(0, some));
  }

  private boolean written(List<Deed> batch) {
    try {
      String name = "%019d-%d.json".formatted(next, batch.size());
      folder.replace(name, FleetJson.write(new Deeds(stream, next, batch)));
    } catch (RuntimeException e) {
      fail(e);
      return false;
    }
    synchronized (this) {
      failing = false;
      files.put(next, batch.size());
      kept += batch.size();
      next += batch.size();
      notifyAll();
    }
    return true;
  }

  private void fail(RuntimeException e) {
    boolean first;
    synchronized (this) {
      first = !failing;
      failing = true;
    }
    if (first) {
      notice("the disk: " + Controllers.reason(e));
    }
  }

  private void send() {
    int failures = 0;
    for (Optional<Map.Entry<Long, Integer>> oldest = oldest();
        oldest.isPresent();
        oldest = oldest()) {
      Optional<String> failure = sent(oldest.get());
      if (failure.isPresent()) {
        failures++;
        if (failures == 1) {
          notice(failure.get());
        }
        if (!pause(pause(failures))) {
          return;
        }
      } else {
        failures = 0;
      }
    }
  }

  private synchronized Optional<Map.Entry<Long, Integer>> oldest() {
    try {
      while (files.isEmpty() && !closing) {
        wait();
      }
    } catch (InterruptedException _) {
      return Optional.empty();
    }
    return closing ? Optional.empty() : Optional.of(files.firstEntry());
  }

  /// Why not, if not.
  private Optional<String> sent(Map.Entry<Long, Integer> file) {
    try {
      String name = "%019d-%d.json".formatted(file.getKey(), file.getValue());
      Optional<byte[]> body = folder.read(name);
      if (body.isEmpty()) {
        forget(file.getKey() + file.getValue() - 1);
        return Optional.of("records from " + file.getKey() + " on are gone from the disk");
      }
      return switch (controllers.send("POST", Paths.RECORDS, body.get())) {
        case Reply.Answered(byte[] answer) -> {
          forget(FleetJson.read(Deeds.Kept.class, answer).last());
          yield Optional.empty();
        }
        case Reply.Refused(var problem) -> Optional.of(problem.message() + " " + problem.detail());
        case Reply.Away(String why) -> Optional.of(why);
      };
    } catch (RuntimeException e) {
      return Optional.of(Controllers.reason(e));
    }
  }

  /// What is on record up to there.
  private synchronized void forget(long last) {
    while (!files.isEmpty() && files.firstKey() + files.firstEntry().getValue() - 1 <= last) {
      Map.Entry<Long, Integer> done = files.pollFirstEntry();
      folder.erase("%019d-%d.json".formatted(done.getKey(), done.getValue()));
      kept -= done.getValue();
    }
    if (files.isEmpty()) {
      refusals.forEach(this::noteLeftOut);
      refusals.clear();
    }
  }

  private void noteLeftOut(String caller, int refused) {
    if (refused > limits.refusals()) {
      String count = Integer.toString(refused - limits.refusals());
      journal.write(
          new Notice(
              clock.instant(),
              Event.Kind.LINES_LEFT_OUT,
              Map.of("caller", caller, "count", count)));
    }
  }

  private static Duration pause(int failures) {
    long most = Math.min(LONGEST_PAUSE.toMillis(), RETRY.toMillis() << Math.min(failures - 1, 10));
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
  }

  private boolean pause(Duration time) {
    try {
      Thread.sleep(time);
      synchronized (this) {
        return !closing;
      }
    } catch (InterruptedException _) {
      return false;
    }
  }

  private void notice(String error) {
    journal.write(
        new Notice(clock.instant(), Event.Kind.AUDIT_TRAIL_BEHIND, Map.of("error", error)));
  }
}
