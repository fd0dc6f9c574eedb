package dev.kopeck.contracts.wire;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Finds record components that JSON left null although the record declares them as always there. */
final class Completeness {

    private Completeness() {}

    static void require(Object value) throws MalformedEventException {
        require(value, "");
    }

    private static void require(Object value, String path) throws MalformedEventException {
        if (value instanceof Collection<?> elements) {
            int index = 0;
            for (var element : elements) {
                require(element, path + "[" + index++ + "]");
            }
            return;
        }
        if (!value.getClass().isRecord() || !value.getClass().getPackageName().startsWith("dev.kopeck.contracts")) {
            return;
        }
        for (var component : value.getClass().getRecordComponents()) {
            var part = read(component.getAccessor(), value);
            if (part != null) {
                require(part, child(path, component.getName()));
            } else if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                throw new MalformedEventException("value field " + child(path, component.getName()) + " is missing");
            }
        }
    }

    private static String child(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static @Nullable Object read(Method accessor, Object value) {
        try {
            return accessor.invoke(value);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(accessor + " cannot be read", e);
        }
    }
}
