package io.sekisho.web;

import io.sekisho.control.Store;
import io.sekisho.iam.AccountId;
import io.sekisho.plan.Counters;
import io.sekisho.problem.Outcome;
import io.sekisho.snapshot.Contents;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A store that keeps documents in memory and nothing of its log: so that the rest is measured.
public final class CrowdStore {
  private final Map<String, Object> all = new LinkedHashMap<>();
  private long revision;
  private Counters counters = new Counters(0, 0);

  CrowdStore(Collection<?> documents, Counters counters) {
    documents.forEach(it -> all.put(io.sekisho.control.Labels.of(it).id(), it));
    this.counters = counters;
  }

  public Collection<Object> documents() {
    return all.values();
  }

  public Counters counters() {
    return counters;
  }

  Store store() {
    return proxy(Store.class);
  }

  private <T> T proxy(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              for (var own : CrowdStore.class.getDeclaredMethods()) {
                if (own.getName().equals(method.getName())
                    && own.getParameterCount() == method.getParameterCount()
                    && own.getName()
                        .matches(
                            "load|latest|write|audit|in|revision|changesSince|apply|counters|get|named|of|count")) {
                  try {
                    return own.invoke(this, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                }
              }
              throw new UnsupportedOperationException(method.toString());
            }));
  }

  Store.Saved load() {
    return new Store.Saved(revision, Contents.of(new ArrayList<>(all.values())), counters);
  }

  Store.Latest latest() {
    return new Store.Latest(revision, "");
  }

  Object write(Function<Store.Transaction, Outcome<?>> work) {
    revision++;
    return work.apply(proxy(Store.Transaction.class));
  }

  void audit(Object records) {}

  Store.Documents in(AccountId account) {
    return proxy(Store.Documents.class);
  }

  long revision() {
    return revision;
  }

  List<Store.Changed> changesSince(long after) {
    return List.of();
  }

  void apply(Store.Entry entry) {
    switch (entry) {
      case Store.Entry.Put put -> all.put(put.label().id(), put.value());
      case Store.Entry.Delete gone -> all.remove(gone.label().id());
    }
  }

  void counters(Counters next) {
    counters = next;
  }

  Optional<Store.Document> get(Object kind, String id) {
    return Optional.empty();
  }

  Optional<Store.Document> named(Object kind, String name) {
    return Optional.empty();
  }

  List<Store.Document> of(Object kind, String parent) {
    return List.of();
  }

  long count(Object kind) {
    return 0;
  }
}
