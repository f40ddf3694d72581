package io.sekisho.guardrail;

import dev.cel.checker.CelStandardDeclarations;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntime.Program;
import dev.cel.runtime.CelRuntimeFactory;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What an image asks of a server, in the Common Expression Language: its operators, and neither
/// functions nor macros, so that an answer takes no longer than the text is long.
///
/// Variables and their dates are IBM's (`ImageAllowedUse`, 2026-06-23).
public final class Expression {
  private static final LocalDate SWITCHES = LocalDate.of(2026, 6, 23);

  private static final List<StandardFunction> OPERATORS =
      List.of(
          StandardFunction.LOGICAL_NOT,
          StandardFunction.LOGICAL_AND,
          StandardFunction.LOGICAL_OR,
          StandardFunction.CONDITIONAL,
          StandardFunction.EQUALS,
          StandardFunction.NOT_EQUALS,
          StandardFunction.LESS,
          StandardFunction.LESS_EQUALS,
          StandardFunction.GREATER,
          StandardFunction.GREATER_EQUALS,
          StandardFunction.IN,
          StandardFunction.INDEX,
          StandardFunction.ADD,
          StandardFunction.SUBTRACT,
          StandardFunction.MULTIPLY,
          StandardFunction.DIVIDE,
          StandardFunction.MODULO,
          StandardFunction.NEGATE);

  private static final CelRuntime RUNTIME = CelRuntimeFactory.plannerRuntimeBuilder().build();

  private final Program program;

  private Expression(Program program) {
    this.program = program;
  }

  /// Which servers an expression is about.
  public enum Of {
    INSTANCE,
    BARE_METAL_SERVER;

    /// What it can say of them.
    private Map<String, CelType> variables(LocalDate version) {
      Map<String, CelType> all = new HashMap<>(Map.of("enable_secure_boot", SimpleType.BOOL));
      if (this == INSTANCE) {
        all.put("gpu.count", SimpleType.INT);
        all.put("gpu.manufacturer", SimpleType.STRING);
        all.put("gpu.memory", SimpleType.INT);
        all.put("gpu.model", SimpleType.STRING);
        if (!version.isBefore(SWITCHES)) {
          all.put("metadata_service.enabled", SimpleType.BOOL);
          all.put("metadata_service.protocol", SimpleType.STRING);
        }
      }
      return all;
    }
  }

  /// Reads one.
  ///
  /// @param version the date as of whose API it is read
  /// @return a refusal with [Code#INVALID_VALUE] for what is none, does not say yes or no, or names
  ///   something else
  public static Outcome<Expression> read(String text, Of of, LocalDate version) {
    Map<String, CelType> variables = of.variables(version);
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setStandardEnvironmentEnabled(false)
            .setStandardDeclarations(
                CelStandardDeclarations.newBuilder().includeFunctions(OPERATORS).build())
            .setResultType(SimpleType.BOOL);
    variables.forEach(builder::addVar);
    try {
      return Outcome.of(
          new Expression(RUNTIME.createProgram(builder.build().compile(text).getAst())));
    } catch (CelValidationException e) {
      return Outcome.refuse(
          Problem.of(
              Code.INVALID_VALUE,
              "This is no expression of %s that is true or false: %s."
                  .formatted(
                      variables.keySet().stream().sorted().toList(),
                      e.getErrors().getFirst().getMessage())));
    } catch (CelEvaluationException e) {
      return Outcome.refuse(
          Problem.of(Code.INVALID_VALUE, "This expression can't be asked: " + e.getMessage()));
    }
  }

  /// Whether it holds of a server with these properties. What can't be worked out, such as a
  /// division by zero, does not.
  boolean holds(Map<String, Object> properties) {
    try {
      return Boolean.TRUE.equals(program.eval(properties));
    } catch (CelEvaluationException _) {
      return false;
    }
  }
}
