package io.sekisho.guardrail;

import io.sekisho.catalog.AllowedUse;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.vpc.BareMetalServer;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.Hardware.Gpu;
import io.sekisho.vpc.Instance;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Holds servers against what their image, or the volume that they boot from, may be used for.
public final class Suitability {
  private Suitability() {}

  /// Whether a server may be as it is. An expression that can't be read lets none be.
  public static boolean of(AllowedUse use, Compute compute) {
    String text = text(use, compute);
    if (text.equals(AllowedUse.ANY)) {
      return true;
    }
    return switch (Expression.read(text, kind(compute), LocalDate.parse(use.apiVersion()))) {
      case Outcome.Granted<Expression>(Expression it) -> it.holds(properties(compute));
      case Outcome.Refused<Expression> _ -> false;
    };
  }

  /// What can't be read of it, by the name of the member: what is wrong with it.
  public static Map<String, String> faults(AllowedUse use) {
    LocalDate version;
    try {
      version = LocalDate.parse(use.apiVersion());
    } catch (DateTimeException _) {
      return Map.of("api_version", "is %s, which is no date.".formatted(use.apiVersion()));
    }
    Map<String, String> all = new LinkedHashMap<>();
    fault(use.bareMetalServer(), Expression.Of.BARE_METAL_SERVER, version)
        .ifPresent(it -> all.put("bare_metal_server", it));
    fault(use.instance(), Expression.Of.INSTANCE, version).ifPresent(it -> all.put("instance", it));
    return all;
  }

  private static Optional<String> fault(String text, Expression.Of of, LocalDate version) {
    return Expression.read(text, of, version) instanceof Outcome.Refused<Expression>(Problem it)
        ? Optional.of(it.message())
        : Optional.empty();
  }

  /// What is asked of a server of its kind.
  public static String text(AllowedUse use, Compute compute) {
    return switch (compute) {
      case Instance _ -> use.instance();
      case BareMetalServer _ -> use.bareMetalServer();
    };
  }

  private static Expression.Of kind(Compute compute) {
    return switch (compute) {
      case Instance _ -> Expression.Of.INSTANCE;
      case BareMetalServer _ -> Expression.Of.BARE_METAL_SERVER;
    };
  }

  private static Map<String, Object> properties(Compute compute) {
    return switch (compute) {
      case Instance instance -> properties(instance);
      case BareMetalServer server ->
          Map.of("enable_secure_boot", server.metal().enableSecureBoot());
    };
  }

  private static Map<String, Object> properties(Instance it) {
    Map<String, Object> all = new HashMap<>();
    Gpu gpu = it.hardware().gpu().orElse(new Gpu(0, "", 0, ""));
    all.put("enable_secure_boot", it.hardware().enableSecureBoot());
    all.put("gpu.count", (long) gpu.count());
    all.put("gpu.manufacturer", gpu.manufacturer());
    all.put("gpu.memory", (long) gpu.memory());
    all.put("gpu.model", gpu.model());
    all.put("metadata_service.enabled", it.metadataService().enabled());
    all.put(
        "metadata_service.protocol",
        it.metadataService().protocol().name().toLowerCase(Locale.ROOT));
    return all;
  }
}
