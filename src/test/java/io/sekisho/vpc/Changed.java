package io.sekisho.vpc;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Objects;

/// Copies of records that differ in one component: what tests need most and records lack.
public final class Changed {
  private Changed() {}

  /// The record with another value for one component, built through its own constructor.
  @SuppressWarnings("unchecked") // The constructor is that of the record's own class.
  public static <R extends Record> R with(R record, String component, Object value) {
    RecordComponent[] components = record.getClass().getRecordComponents();
    Object[] values = Arrays.stream(components).map(each -> read(each, record)).toArray();
    int index = Arrays.stream(components).map(RecordComponent::getName).toList().indexOf(component);
    values[Objects.checkIndex(index, values.length)] = value;
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = record.getClass().getDeclaredConstructor(types);
      return (R) constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("cannot change " + component, e);
    }
  }

  private static Object read(RecordComponent component, Record record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
