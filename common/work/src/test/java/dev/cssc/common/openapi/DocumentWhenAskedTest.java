package dev.cssc.common.openapi;

import jakarta.interceptor.InvocationContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DocumentWhenAskedTest {
    private final DocumentWhenAsked interceptor = new DocumentWhenAsked();
    private final List<String> done = new ArrayList<>();

    /** What the container intercepts. */
    interface Documents {
        void prepareDocument();

        String getDocument();
    }

    private record Call(String name, Callable<@Nullable Object> work) implements InvocationContext {
        @Override
        public Method getMethod() {
            try {
                return Documents.class.getMethod(name);
            } catch (NoSuchMethodException e) {
                throw new IllegalArgumentException(e);
            }
        }

        @Override
        public @Nullable Object proceed() throws Exception {
            return work.call();
        }

        @Override
        public Object getTarget() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Object getTimer() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Constructor<?> getConstructor() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Object[] getParameters() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setParameters(Object[] parameters) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<String, Object> getContextData() {
            throw new UnsupportedOperationException();
        }
    }

    private void prepare(String document) throws Exception {
        interceptor.prepareLate(new Call("prepareDocument", () -> done.add("prepared " + document)));
    }

    private @Nullable Object ask() throws Exception {
        return interceptor.prepareLate(new Call("getDocument", () -> {
            done.add("asked");
            return "document";
        }));
    }

    @Test
    void nothingIsPreparedBeforeSomebodyAsks() throws Exception {
        prepare("one");

        assertThat(done).isEmpty();
    }

    @Test
    void allIsPreparedOnceBeforeTheFirstAnswer() throws Exception {
        prepare("one");
        prepare("other");

        assertThat(ask()).isEqualTo("document");
        assertThat(ask()).isEqualTo("document");
        assertThat(done).containsExactly("prepared one", "prepared other", "asked", "asked");
    }

    @Test
    void whatCouldNotBePreparedIsTriedAgainByTheNextWhoAsks() throws Exception {
        interceptor.prepareLate(new Call("prepareDocument", () -> {
            done.add("tried");
            throw new IllegalStateException("not now");
        }));

        assertThatThrownBy(this::ask).hasMessage("not now");
        assertThatThrownBy(this::ask).hasMessage("not now");
        assertThat(done).containsExactly("tried", "tried");
    }

    @Test
    void itIsPreparedWithTheClassLoaderOfTheStart() throws Exception {
        ClassLoader own = Thread.currentThread().getContextClassLoader();
        List<ClassLoader> seen = new ArrayList<>();
        ClassLoader ofTheStart = new ClassLoader() {};
        Thread.currentThread().setContextClassLoader(ofTheStart);
        interceptor.prepareLate(new Call(
                "prepareDocument", () -> seen.add(Thread.currentThread().getContextClassLoader())));
        Thread.currentThread().setContextClassLoader(own);

        ask();

        assertThat(seen).containsExactly(ofTheStart);
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(own);
    }
}
