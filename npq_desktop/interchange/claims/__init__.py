"""What a platform's file claims about people: attendance, forms, grades, quizzes."""
