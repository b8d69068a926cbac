from django.urls import path

from maillage.mail import views

app_name = "mail"
urlpatterns = [
    path("", views.messages, name="messages"),
    path("<int:pk>/", views.message, name="message"),
]
